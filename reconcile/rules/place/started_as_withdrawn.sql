select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'place'
    and ours = 'W'
    and f1db = 'DNF'
    and our_laps = 0
