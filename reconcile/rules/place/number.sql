select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'place'
    and try_cast(ours as integer) is not null
    and try_cast(f1db as integer) is not null
