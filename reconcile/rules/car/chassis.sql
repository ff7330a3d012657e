select subject, season, round, who, field
from compared.difference
where subject in ('race', 'qualifying')
    and field = 'chassis'
    and ours is not null
    and f1db is not null
