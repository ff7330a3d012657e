select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and not is_f1db
    and our_place = 'W'
    and our_laps = 0
