with stints as (
    select * from lyzer_metrics.stint
),

paces as (
    select * from lyzer_metrics.race_pace
),

visits as (
    select * from lyzer_metrics.pit_visit
),

unplaced as (
    select race_id, driver_id from visits where lap is null
),

summed as (
    select race_id, driver_id, sum(laps) as laps
    from stints
    group by race_id, driver_id
),

faults as (
    select race_id, driver_id, paces.laps, summed.laps as stint_laps
    from paces
    left join summed using (race_id, driver_id)
    anti join unplaced using (race_id, driver_id)
    where paces.pit_visits is not null
        and paces.laps is distinct from summed.laps
)

select * from faults
