with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

aged as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        date_sub('year', drivers.date_of_birth, races.date) as age_years
    from results
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
)

select * from aged where age_years not between 17 and 60
