with results as (
    select * from lyzer.race_result
),

laps as (
    select * from lyzer.lap
),

complete as (
    select * from intermediate.complete_lap_chart
),

rules as (
    select * from rules.fastest_lap
),

grand_slams as (
    select * from rules.grand_slam
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

-- Until 1973 clocks had fifths or tenths of a second, so several drivers could
-- share one. Since 1996 one is told where it is not the least time.
told as (
    select
        races.id as race_id,
        drivers.driver_id,
        case
            when season < 1996 then grand_slams.driver_ref is not null
        end as leads_all_laps
    from rules
    left join grand_slams using (season, race_name, driver_ref)
    inner join races using (season, race_name)
    inner join drivers on rules.driver_ref = drivers.ref
    where races.id in (select race_id from results)
),

named as (
    select race_id, driver_id, fl_lap as lap, duration_millis(fl_time) as millis
    from results
    where fl_rank = 1
),

-- Before 2004 Jolpica names none, but has all laps since 1996.
fastest as (
    select race_id, min(millis) as millis
    from laps
    join complete using (race_id)
    where season < 2004 and race_id not in (select race_id from told)
    group by race_id
),

timed as (
    select
        race_id,
        arg_min(driver_id, (lap, driver_id)) as driver_id,
        min(lap) as lap,
        millis
    from laps
    inner join fastest using (race_id, millis)
    group by race_id, millis
),

joined as (
    select * from named
    union all
    select * from timed
    union all by name
    select * from told
)

select * from joined
