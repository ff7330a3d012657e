select subject, season, round, who, field
from compared.difference
where subject = 'race' and field = 'number'
