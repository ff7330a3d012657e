select subject, season, round, who, field
from compared.difference
where subject in ('race', 'driver_standing')
    and season = 1954
    and round = 5
    and (ours = '0.14' or f1db = '0.14' or (field = 'place' and f1db is null))
