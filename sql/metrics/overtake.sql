with laps as (
    select * from intermediate.lap_chart
),

visits as (
    select * from lyzer_metrics.pit_visit
),

charted as (
    select race_id, driver_id, lap, season, "position", is_pit_lap
    from laps
    where race_id in (select race_id from visits)
),

-- A car on its way into or out of the pits neither passes nor is passed; the
-- first lap has no order before it.
moved as (
    select charted.*, before."position" as previous_position
    from charted
    join charted as before
        on charted.race_id = before.race_id
        and charted.driver_id = before.driver_id
        and charted.lap - 1 = before.lap
        and charted."position" <> before."position"
    where not charted.is_pit_lap
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
