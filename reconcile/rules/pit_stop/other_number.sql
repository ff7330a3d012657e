-- What f1db has under this number we have under another.
with stops as (
    select
        season,
        round,
        split_part(who, '/', 1) as driver,
        field,
        ours
    from compared.value
    where subject = 'pit_stop'
)

select
    difference.subject,
    difference.season,
    difference.round,
    difference.who,
    difference.field
from compared.difference
inner join stops
    on stops.season = difference.season
    and stops.round = difference.round
    and stops.driver = split_part(difference.who, '/', 1)
    and stops.field = difference.field
    and stops.ours = difference.f1db
where difference.subject = 'pit_stop'
    and difference.field in ('lap', 'millis')
    and difference.ours is not null
