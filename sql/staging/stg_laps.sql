with pages as (
    select * from raw.laps
),

races as (
    select
        list,
        page_offset,
        unnest(races) as race,
        generate_subscripts(races, 1) as race_index
    from pages
),

laps as (
    select
        * exclude (race),
        sent(race.season) as season,
        sent(race.round) as round,
        sent(race.raceName) as race_name,
        unnest(sent(race.Laps)) as lap,
        generate_subscripts(race.Laps, 1) as lap_index
    from races
),

rows as (
    select
        * exclude (lap),
        sent(lap.number) as lap,
        unnest(sent(lap.Timings)) as given,
        generate_subscripts(lap.Timings, 1) as row_index
    from laps
),

renamed as (
    select
        cast(season as integer) as season,
        cast(round as integer) as round,
        race_name,
        sent(given.driverId) as driver_ref,
        cast(lap as integer) as lap,
        cast(known_text(given."position") as integer) as "position",
        known_text(sent(given."time")) as "time",
        duration_millis(given."time") as millis,
        list,
        cast(page_offset as integer) as page_offset,
        race_index,
        lap_index,
        row_index
    from rows
)

select * from renamed
