select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'grid'
    and ours = '0'
    and try_cast(f1db as integer) > 0
    and f1db_place <> 'DNS'
