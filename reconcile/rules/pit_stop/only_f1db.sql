select subject, season, round, who, field
from compared.difference
where subject = 'pit_stop' and not is_ours
