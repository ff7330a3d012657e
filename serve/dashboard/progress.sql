with standings as (
    select * from lyzer.driver_standing where season = $season
),

drivers as (
    select * from lyzer.driver
),

front as (
    select driver_id, "position", points
    from standings
    where round = (select max(round) from standings)
    order by "position" nulls last, points desc
    limit 10
),

shown as (
    select
        drivers.ref,
        drivers.given_name || ' ' || drivers.family_name as name,
        drivers.family_name,
        front."position" as final_position,
        standings.round,
        standings.points
    from front
    inner join standings using (driver_id)
    inner join drivers using (driver_id)
)

select * from shown order by final_position nulls last, ref, round
