-- Starts of a career differ by the races in which f1db has a disqualified car
-- that is not in our race, or neither drove a lap nor has a grid place there.
with cars as (
    select
        split_part(who, '#', 1) as who,
        any_value(f1db) filter (field = 'place') as f1db_place,
        any_value(ours) filter (field = 'laps') as our_laps,
        any_value(ours) filter (field = 'grid') as our_grid
    from compared.value
    where subject = 'race'
    group by compared.value.who, season, round
),

disqualified as (
    select who, count(*) as starts
    from cars
    where f1db_place = 'DSQ'
        and coalesce(our_laps, '0') = '0'
        and coalesce(our_grid, '0') = '0'
    group by who
)

select subject, season, round, who, field
from compared.difference
inner join disqualified using (who)
where subject = 'driver_career'
    and field = 'starts'
    and try_cast(f1db as integer) - try_cast(ours as integer) = starts
