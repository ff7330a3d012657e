select subject, season, round, who, field
from compared.difference
where subject = 'qualifying'
    and field in ('q1', 'q2', 'q3')
    and f1db is null
