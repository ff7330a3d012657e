with stops as (
    select * from lyzer.pit_stop
),

results as (
    select * from lyzer.race_result
),

visits as (
    select * from lyzer_metrics.pit_visit
),

faults as (
    select race_id, driver_id, stop
    from stops
    full join visits using (race_id, driver_id, stop)
    where race_id in (select race_id from results)
        and (stops.season is null
            or visits.season is null
            or visits.constructor_id is null)
)

select * from faults
