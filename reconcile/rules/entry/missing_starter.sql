select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and not is_ours
    and f1db_laps is not null
