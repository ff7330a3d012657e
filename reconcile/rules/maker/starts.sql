-- Cars that start in one source only, or have another chassis in each; their
-- sum is the difference of the maker's career.
with cars as (
    select
        who,
        season,
        round,
        any_value(ours) filter (field = 'number') as our_number,
        any_value(f1db) filter (field = 'number') as f1db_number,
        any_value(ours) filter (field = 'chassis') as our_chassis,
        any_value(f1db) filter (field = 'chassis') as f1db_chassis,
        any_value(ours) filter (field = 'place') as our_place,
        any_value(f1db) filter (field = 'place') as f1db_place,
        any_value(ours) filter (field = 'laps') as our_laps,
        any_value(ours) filter (field = 'grid') as our_grid
    from compared.value
    where subject = 'race'
    group by who, season, round
),

starts as (
    select our_chassis as who, season, round, our_number as number, 1 as more
    from cars
    where our_laps <> '0' or (our_grid <> '0' and our_place <> 'W')
    union
    select f1db_chassis, season, round, f1db_number, -1
    from cars
    where f1db_place not in ('DNS', 'DNQ', 'DNPQ', 'DNP', 'WD', 'EX')
),

summed as (
    select who, sum(more) as more
    from starts
    group by who
)

select subject, season, round, who, field
from compared.difference
inner join summed using (who)
where subject = 'constructor_career'
    and field = 'starts'
    and coalesce(try_cast(ours as integer), 0)
    - coalesce(try_cast(f1db as integer), 0) = summed.more
