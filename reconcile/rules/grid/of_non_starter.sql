select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'grid'
    and f1db_place = 'DNS'
    and (coalesce(ours, '0') = '0' or f1db is null)
