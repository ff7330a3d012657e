select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and (season, round, who) = (1956, 5, 'ramos#2')
