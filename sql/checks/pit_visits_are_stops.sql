with stops as (
    select * from lyzer.pit_stop
),

visits as (
    select * from lyzer_metrics.pit_visit
),

faults as (
    select race_id, driver_id, stop
    from stops
    full join visits using (race_id, driver_id, stop)
    where stops.lap is null
        or visits.lap is null
        or visits.constructor_id is null
)

select * from faults
