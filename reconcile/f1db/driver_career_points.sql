-- Points of whole careers: those of f1db's last standings of each season, and
-- those of its races and sprints.
with standings as (
    select driverId, sum(cast(points as decimal(8, 2))) as points_counted
    from f1db.driver_standings
    where round = '0'
    group by driverId
),

given as (
    select season, round, driverId, points from f1db.race_results
    union all
    select season, round, driverId, points from f1db.sprint_results
),

summed as (
    select
        given.driverId,
        sum(coalesce(cast(given.points as decimal(8, 2)), 0)) as points
    from given
    inner join match.race
        on race.season = cast(given.season as integer)
        and race.round = cast(given.round as integer)
    group by given.driverId
),

named as (
    select
        0 as season,
        0 as round,
        coalesce(driver.ref, '?' || driverId) as who,
        cast(coalesce(points_counted, 0) as varchar) as points_counted,
        cast(coalesce(points, 0) as varchar) as points
    from standings
    full join summed using (driverId)
    left join match.driver on driver.f1db_id = driverId
    where points > 0 or points_counted > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value
