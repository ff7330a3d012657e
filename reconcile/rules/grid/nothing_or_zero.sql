select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field in ('laps', 'grid')
    and is_ours
    and is_f1db
    and coalesce(ours, '0') = '0'
    and coalesce(f1db, '0') = '0'
