with scores as (
    select * from intermediate.championship_score where championship = 'driver'
),

results as (
    select race_id, driver_id, points from lyzer.race_result
    union all
    select race_id, driver_id, points from lyzer.sprint_result
),

given as (
    select race_id, driver_id, sum(points) as points
    from results
    group by race_id, driver_id
),

-- Jolpica has no points for a seventh of the fastest lap of 1954 where the
-- driver was not classified, and points for both of Fangio's cars in Monaco
-- 1956, of which one counted.
differing as (
    select
        scores.season,
        scores.round,
        scores.race_id,
        scores.competitor_id as driver_id,
        scores.points as points_by_rules,
        given.points as points_given
    from scores
    inner join given
        on scores.race_id = given.race_id
        and scores.competitor_id = given.driver_id
    where scores.points <> given.points
        and not (scores.season = 1954 and scores.points - given.points = 0.14)
        and not (scores.season = 1956 and given.points = 5.50)
)

select * from differing order by season, round, driver_id
