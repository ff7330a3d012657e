with results as (
    select * from lyzer.race_result
),

laps as (
    select * from lyzer.lap
),

named as (
    select race_id, driver_id, fl_lap as lap, duration_millis(fl_time) as millis
    from results
    where fl_rank = 1
),

-- Before 2004 Jolpica names none, but has all laps since 1996.
timed as (
    select race_id, driver_id, lap, millis
    from laps
    where season < 2004
    qualify row_number() over (
        partition by race_id order by millis, lap, driver_id
    ) = 1
),

joined as (
    select * from named
    union all
    select * from timed
)

select * from joined
