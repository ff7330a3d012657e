select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'laps'
    and abs(our_laps - f1db_laps) >= 1
