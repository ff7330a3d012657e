select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field in ('laps', 'grid')
    and f1db is null
    and f1db_place in ('DSQ', 'EX')
