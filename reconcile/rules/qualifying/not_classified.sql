select subject, season, round, who, field
from compared.difference
where subject in ('qualifying', 'sprint_qualifying')
    and field = 'place'
    and try_cast(ours as integer) is not null
    and f1db = 'NC'
