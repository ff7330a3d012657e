with race as (
    select id
    from lyzer.race
    where season = $season and round = $round
),

overtakes as (
    select driver_id, passed_driver_id
    from lyzer_metrics.overtake
    where race_id = (select id from race)
),

made as (
    select driver_id, count(*) as overtakes from overtakes group by driver_id
),

suffered as (
    select passed_driver_id as driver_id, count(*) as times_overtaken
    from overtakes
    group by passed_driver_id
),

counted as (
    select
        driver_id,
        coalesce(made.overtakes, 0) as overtakes,
        coalesce(suffered.times_overtaken, 0) as times_overtaken
    from made
    full join suffered using (driver_id)
),

shown as (
    select
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        counted.overtakes,
        counted.times_overtaken
    from counted
    inner join lyzer.driver using (driver_id)
)

select * from shown order by overtakes desc, times_overtaken, driver_ref
