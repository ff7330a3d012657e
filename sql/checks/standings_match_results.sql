with standings as (
    select * from staging.stg_driverstandings
),

races as (
    select * from lyzer.race
),

results as (
    select race_id, driver_id, points from lyzer.race_result
    union all
    select race_id, driver_id, points from lyzer.sprint_result
    where race_id in (select race_id from lyzer.race_result)
),

drivers as (
    select * from lyzer.driver
),

-- The list of standings may be older than the newest results.
listed as (
    select season, max(round) as round
    from standings
    anti join intermediate.season_gap using (season)
    group by season
),

-- From 1991 on all results count.
summed as (
    select
        listed.season,
        drivers.ref as driver,
        sum(results.points) as result_points
    from results
    inner join drivers using (driver_id)
    inner join races on results.race_id = races.id
    inner join listed
        on races.season = listed.season and races.round <= listed.round
    where listed.season >= 1991
    group by all
),

compared as (
    select summed.*, standings.points as standing_points
    from summed
    left join standings
        on summed.season = standings.season
        and summed.driver = standings.driver_ref
)

select * from compared
where result_points <> standing_points
    or (standing_points is null and result_points > 0)
