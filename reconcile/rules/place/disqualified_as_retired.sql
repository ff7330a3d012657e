select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'place'
    and ours = 'R'
    and f1db = 'DSQ'
