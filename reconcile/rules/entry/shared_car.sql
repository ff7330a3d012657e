select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field in ('laps', 'grid', 'millis')
    and f1db is null
    and season <= 1964
    and is_f1db
    and f1db_laps is null
    and f1db_place not in ('DNS', 'DSQ')
