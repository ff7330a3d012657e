-- Entered and withdrawn in Jolpica, absent in f1db.
with absent as (
    select who
    from compared.value
    where subject = 'driver_career' and field = 'starts' and f1db is null
)

select subject, season, round, who, field
from compared.difference
inner join absent using (who)
where subject = 'driver_career' and ours = '0'
