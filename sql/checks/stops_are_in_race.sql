with stops as (
    select * from lyzer.pit_stop
),

results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

placed as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        stops.stop,
        stops.lap,
        results.laps,
        results.race_id is null as is_stray,
        row_number() over (
            partition by stops.race_id, stops.driver_id order by stops.stop
        ) as place
    from stops
    inner join races on stops.race_id = races.id
    inner join drivers using (driver_id)
    left join results using (race_id, driver_id)
    where stops.race_id in (select race_id from results)
),

wrong as (
    select * exclude (is_stray)
    from placed
    where is_stray or lap > laps + 1 or stop <> place
)

select * from wrong
