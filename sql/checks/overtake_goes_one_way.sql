with overtakes as (
    select * from lyzer_metrics.overtake
),

races as (
    select * from lyzer_metrics.race_summary
),

faults as (
    select ahead.race_id, ahead.season, ahead.lap, ahead.driver_id
    from overtakes as ahead
    join races using (race_id)
    left join overtakes as behind
        on ahead.race_id = behind.race_id
        and ahead.lap = behind.lap
        and ahead.driver_id = behind.passed_driver_id
        and ahead.passed_driver_id = behind.driver_id
    where behind.driver_id is not null
        or ahead."position" >= races.starters
        or ahead.lap < 2
)

select * from faults
