select subject, season, round, who, field
from compared.difference
where subject = 'constructor_career'
    and field = 'fastest_laps'
    and ours is null
