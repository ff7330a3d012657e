-- Races in which one source has the driver start and the other not; their sum
-- is the difference of the career.
with cars as (
    select
        split_part(who, '#', 1) as who,
        season,
        round,
        any_value(ours) filter (field = 'place') as our_place,
        any_value(f1db) filter (field = 'place') as f1db_place,
        any_value(ours) filter (field = 'laps') as our_laps,
        any_value(ours) filter (field = 'grid') as our_grid
    from compared.value
    where subject = 'race'
    group by compared.value.who, season, round
),

starts as (
    select
        who,
        season,
        round,
        bool_or(
            our_laps <> '0' or (our_grid <> '0' and our_place <> 'W')
        ) as is_our_start,
        bool_or(
            f1db_place not in ('DNS', 'DNQ', 'DNPQ', 'DNP', 'WD', 'EX')
        ) as is_f1db_start
    from cars
    group by all
),

summed as (
    select
        who,
        count(*) filter (is_our_start) - count(*) filter (is_f1db_start)
            as more
    from starts
    group by who
)

select subject, season, round, who, field
from compared.difference
inner join summed using (who)
where subject = 'driver_career'
    and field = 'starts'
    and try_cast(ours as integer) - try_cast(f1db as integer) = summed.more
