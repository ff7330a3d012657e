-- Entered without a start in Jolpica, absent in f1db.
with absent as (
    select who
    from compared.value
    where subject = 'constructor_career' and field = 'starts' and f1db is null
)

select subject, season, round, who, field
from compared.difference
inner join absent using (who)
where subject = 'constructor_career' and ours in ('0', '0.00')
