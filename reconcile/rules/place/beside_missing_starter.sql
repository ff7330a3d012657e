select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'place'
    and try_cast(ours as integer) < try_cast(f1db as integer)
    and (season, round) in (
        select (season, round)
        from compared.difference
        where subject = 'race' and not is_ours and f1db_laps is not null
    )
