select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and (season, round) = (1983, 1)
    and field = 'place'
    and try_cast(f1db as integer) = try_cast(ours as integer) + 1
