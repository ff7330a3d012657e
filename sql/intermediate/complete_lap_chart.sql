with laps as (
    select * from lyzer.lap
),

results as (
    select * from lyzer.race_result
),

races as (
    select race_id, max(laps) as race_laps
    from results
    group by race_id
),

lap_numbers as (
    select race_id, lap, bool_or(coalesce("position" = 1, false)) as is_led
    from laps
    group by race_id, lap
),

counted as (
    select
        race_id,
        race_laps,
        count(*) as lap_count,
        count_if(is_led) as led_laps
    from lap_numbers
    inner join races using (race_id)
    where lap between 1 and race_laps
    group by race_id, race_laps
),

-- Of some races only the fastest laps are known: they say nothing of leaders.
complete as (
    select race_id, led_laps = race_laps as has_leaders
    from counted
    where lap_count = race_laps
)

select * from complete
