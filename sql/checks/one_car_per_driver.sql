with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

doubled as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        count(*) as result_count
    from results
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
    where races.season > 1964
    group by all
    having count(*) > 1
)

select * from doubled
