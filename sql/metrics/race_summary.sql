with drives as (
    select * from lyzer_metrics.driver_race
),

races as (
    select * from lyzer.race
),

results as (
    select * from lyzer.race_result
),

passed as (
    select race_id, tally(true) as overtakes
    from lyzer_metrics.overtake group by race_id
),

visited as (
    select race_id, tally(true) as pit_visits
    from lyzer_metrics.pit_visit group by race_id
),

-- If two drivers shared the winning car: the one with more points.
finishes as (
    select
        race_id,
        arg_max(driver_id, points) filter (where "position" = 1)
            as winning_driver_id,
        min(millis) filter (where "position" = 1) as winner_millis,
        min(millis) filter (where "position" = 2) as second_millis,
        max(laps) filter (where "position" = 1)
            - max(laps) filter (where "position" = 2) as margin_laps
    from results group by race_id
),

fields as (
    select race_id, max(driver_id) filter (where is_pole) as pole_driver_id,
        case when count_if(is_fastest_lap) = 1
            then max(driver_id) filter (where is_fastest_lap)
        end as fastest_lap_driver_id,
        max(laps) as laps, tally(is_start) as starters,
        tally(is_classified) as classified, tally(is_dnf) as dnfs
    from drives group by race_id
),

leaders as (
    select race_id, driver_id, lag(driver_id) over run as former_leader
    from intermediate.lap_chart
    where "position" = 1
    window run as (partition by race_id order by lap, driver_id)
),

leads as (
    select race_id, cast(count(distinct driver_id) as integer) as leaders,
        tally(coalesce(driver_id <> former_leader, false)) as lead_changes
    from leaders group by race_id
),

summed as (
    select
        race_id, races.season, races.round, races.circuit_id,
        winning_driver_id, drives.constructor_id as winning_constructor_id,
        drives.grid as winner_grid, pole_driver_id, fastest_lap_driver_id,
        fields.laps, winner_millis as millis,
        second_millis - winner_millis as margin_millis, starters, classified,
        dnfs, leaders, lead_changes, pit_visits,
        case when pit_visits > 0 and leaders > 0 then coalesce(overtakes, 0) end
            as overtakes, margin_laps
    from finishes
    join races on finishes.race_id = races.id
    join fields using (race_id)
    join drives using (race_id)
    left join leads using (race_id)
    left join passed using (race_id)
    left join visited using (race_id)
    where drives.driver_id = winning_driver_id
)

select * from summed order by season, race_id
