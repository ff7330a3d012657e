with laps as (
    select * from intermediate.lap_chart
),

visits as (
    select * from lyzer_metrics.pit_visit
),

followed as (
    select *, lag("position") over run as previous_position
    from laps
    where race_id in (select race_id from visits)
    window run as (partition by race_id, driver_id order by lap)
),

-- A car on its way into or out of the pits neither passes nor is passed; the
-- first lap has no order before it.
moved as (
    select * from followed
    where not is_pit_lap and "position" <> previous_position
),

passed as (
    select
        ahead.race_id,
        ahead.lap,
        ahead.driver_id,
        behind.driver_id as passed_driver_id,
        ahead.season,
        ahead."position"
    from moved as ahead
    join moved as behind
        on ahead.race_id = behind.race_id
        and ahead.lap = behind.lap
        and ahead.previous_position > behind.previous_position
        and ahead."position" < behind."position"
)

select * from passed order by season, race_id, lap, driver_id, passed_driver_id
