select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and not is_ours
    and (
        f1db_place in ('DNQ', 'DNPQ', 'DNP', 'DNS', 'WD')
        or (f1db_place in ('EX', 'DSQ') and f1db_laps is null)
    )
