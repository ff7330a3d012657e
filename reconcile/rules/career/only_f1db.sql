select subject, season, round, who, field
from compared.difference
where subject = 'driver_career' and ours is null
