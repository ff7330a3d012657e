select subject, season, round, who, field
from compared.difference
where subject = 'driver_standing'
    and season = 1997
    and field = 'place'
    and who = 'michael_schumacher'
    and ours is null
