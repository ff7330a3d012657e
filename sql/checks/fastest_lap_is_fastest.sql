with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

timed as (
    select
        *,
        duration_millis(fl_time) as fl_millis,
        min(duration_millis(fl_time)) over (partition by race_id)
            as least_millis
    from results
),

wrong as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        timed.fl_time,
        timed.least_millis
    from timed
    inner join races on timed.race_id = races.id
    inner join drivers on timed.driver_id = drivers.driver_id
    where timed.fl_rank = 1 and timed.fl_millis > timed.least_millis
)

select * from wrong
