with standings as (
    select * from lyzer_metrics.driver_championship where season = $season
),

front as (
    select driver_id, "position" as final_position
    from standings
    where round = (select max(round) from standings)
    order by "position" nulls last, points desc
    limit 10
),

shown as (
    select
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        front.final_position,
        standings.round,
        standings."position",
        standings.points,
        standings.gap,
        standings.can_win,
        standings.is_decided
    from standings
    inner join front using (driver_id)
    inner join lyzer.driver using (driver_id)
)

select * from shown order by final_position nulls last, driver_ref, round
