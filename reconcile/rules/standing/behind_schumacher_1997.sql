-- Ties are ordered otherwise as well, so a place may differ by more than one.
with schumacher as (
    select round, try_cast(f1db as integer) as place
    from compared.difference
    where subject = 'driver_standing'
        and season = 1997
        and who = 'michael_schumacher'
        and ours is null
),

points as (
    select season, round, who, ours as points
    from compared.value
    where subject = 'driver_standing' and field = 'points' and ours = f1db
),

tied as (
    select *, count(*) over (partition by season, round, points) as size
    from points
)

select subject, season, round, who, field
from compared.difference
inner join schumacher using (round)
inner join tied using (season, round, who)
where subject = 'driver_standing'
    and season = 1997
    and field = 'place'
    and try_cast(f1db as integer) >= schumacher.place
    and abs(try_cast(ours as integer) + 1 - try_cast(f1db as integer)) < size
