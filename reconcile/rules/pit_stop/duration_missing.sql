select subject, season, round, who, field
from compared.difference
where subject = 'pit_stop' and field = 'millis' and ours is null
