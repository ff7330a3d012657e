select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'millis'
    and ours is null
