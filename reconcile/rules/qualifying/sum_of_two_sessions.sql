select subject, season, round, who, field
from compared.difference
where subject = 'qualifying'
    and season = 2005
    and round <= 6
    and field in ('q1', 'q2')
