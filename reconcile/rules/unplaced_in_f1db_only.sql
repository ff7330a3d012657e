with absent as (
    select season, round, who
    from compared.value
    where subject = 'race'
        and field = 'place'
        and ours is null
        and f1db in ('DNQ', 'DNPQ', 'DNP', 'DNS', 'WD')
)

select subject, season, round, who, field
from compared.value
inner join absent using (season, round, who)
where subject = 'race' and ours is null
