select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'grid'
    and try_cast(ours as integer) > 0
    and try_cast(f1db as integer) > 0
