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
        row_number() over (
            partition by stops.race_id, stops.driver_id order by stops.stop
        ) as place
    from stops
    inner join races on stops.race_id = races.id
    inner join drivers using (driver_id)
    left join results using (race_id, driver_id)
)

select * from placed
where laps is null or lap > laps + 1 or stop <> place
