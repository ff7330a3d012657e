select subject, season, round, who, field
from compared.difference
where subject = 'qualifying'
    and field in ('q1', 'q2', 'q3')
    and ours is not null
    and f1db is not null
