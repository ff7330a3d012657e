-- Those beside it are moved by it.
select subject, season, round, who, field
from compared.difference
where subject = 'constructor_standing'
    and season = 2020
    and round between 2 and 4
    and who in ('racing-point', 'ferrari', 'renault')
