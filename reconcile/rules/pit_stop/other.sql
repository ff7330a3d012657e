select subject, season, round, who, field
from compared.difference
where subject = 'pit_stop' and ours is not null and f1db is not null
