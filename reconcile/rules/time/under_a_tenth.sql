select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'millis'
    and abs(try_cast(ours as integer) - try_cast(f1db as integer)) < 100
