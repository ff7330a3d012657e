select subject, season, round, who, field
from compared.difference
where subject = 'qualifying' and not is_ours
