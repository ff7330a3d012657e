select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'grid'
    and try_cast(ours as integer) > 0
    and f1db = '0'
