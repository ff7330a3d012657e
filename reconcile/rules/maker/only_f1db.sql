-- Absent in Jolpica, without a start in f1db.
with absent as (
    select who
    from compared.value
    where subject = 'constructor_career'
        and field = 'starts'
        and ours is null
)

select subject, season, round, who, field
from compared.difference
inner join absent using (who)
where subject = 'constructor_career' and f1db in ('0', '0.00')
