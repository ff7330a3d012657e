select subject, season, round, who, field
from compared.difference
where subject = 'fastest_lap' and ours is not null and f1db is not null
