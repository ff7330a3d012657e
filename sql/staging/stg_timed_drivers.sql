with lap_races as (
    select unnest(races) as race from raw.laps
),

laps as (
    select unnest(race.Laps) as lap from lap_races
),

timings as (
    select unnest(lap.Timings) as given from laps
),

stop_races as (
    select unnest(races) as race from raw.pitstops
),

stops as (
    select unnest(race.PitStops) as given from stop_races
),

named as (
    select given.driverId as driver_ref from timings
    union
    select given.driverId from stops
)

select * from named where driver_ref is not null
