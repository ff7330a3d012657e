select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'place'
    and ours = 'R'
    and try_cast(f1db as integer) is not null
    and our_laps = 0
    and f1db_laps = 0
