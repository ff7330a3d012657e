select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and (season, round, split_part(who, '#', 1)) in (
        select (season, round, split_part(who, '#', 1))
        from compared.difference
        where subject = 'race' and contains(who, '#')
    )
