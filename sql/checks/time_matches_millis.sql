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
        min(millis) filter ("position" = 1) over of_race as winner_millis,
        max(laps) filter ("position" = 1) over of_race as winner_laps
    from results
    window of_race as (partition by race_id)
),

compared as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        timed."time",
        if(
            timed."time" like '+%',
            timed.millis - timed.winner_millis,
            timed.millis
        ) as gap_millis,
        duration_millis(ltrim(timed."time", '+')) as text_millis
    from timed
    inner join races on timed.race_id = races.id
    inner join drivers on timed.driver_id = drivers.driver_id
    where timed."time" is not null and timed.laps = timed.winner_laps
)

select * from compared
where abs(gap_millis - text_millis) > 1 or text_millis is null
