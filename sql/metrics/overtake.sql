with laps as (
    select * from intermediate.lap_chart
),

-- On his way into or out of the pits a driver neither passes nor is passed;
-- the first lap has no order before it.
raced as (
    select race_id, season, lap, driver_id, previous_position, "position"
    from laps
    where stint is not null
        and not is_pit_lap
        and "position" <> previous_position
),

passed as (
    select
        ahead.race_id,
        ahead.lap,
        ahead.driver_id,
        behind.driver_id as passed_driver_id,
        ahead.season,
        ahead."position"
    from raced as ahead
    join raced as behind
        on ahead.race_id = behind.race_id
        and ahead.lap = behind.lap
        and ahead.previous_position > behind.previous_position
        and ahead."position" < behind."position"
)

select * from passed order by season, race_id, lap, driver_id, passed_driver_id
