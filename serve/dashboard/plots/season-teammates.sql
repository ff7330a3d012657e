with pairs as (
    select *
    from lyzer_metrics.teammate_season
    where season = $season and both_qualified + both_on_grid > 0
),

-- each pair has two rows, of which the one of the faster qualifier is shown
faster as (
    select *
    from pairs
    where
        qualifying_ahead * 2 > both_qualified
        or (
            qualifying_ahead * 2 = both_qualified
            and driver_id < teammate_id
        )
),

shown as (
    select
        constructor."name" as constructor,
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        mate.given_name || ' ' || mate.family_name as teammate,
        mate.ref as teammate_ref,
        mate.family_name as teammate_family_name,
        faster.races,
        faster.qualifying_ahead,
        faster.both_qualified - faster.qualifying_ahead as qualifying_behind,
        faster.races_ahead,
        faster.both_classified - faster.races_ahead as races_behind,
        faster.points,
        faster.teammate_points,
        faster.median_qualifying_gap_percent,
        faster.median_race_gap_percent
    from faster
    inner join lyzer.driver using (driver_id)
    inner join lyzer.driver as mate on faster.teammate_id = mate.driver_id
    inner join lyzer.constructor using (constructor_id)
)

select * from shown order by races desc, constructor, driver_ref, teammate_ref
