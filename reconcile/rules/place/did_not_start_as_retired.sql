select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'place'
    and ours = 'R'
    and f1db in ('DNS', 'DNQ')
