with pages as (
    select * from raw.pitstops
),

races as (
    select
        list,
        page_offset,
        unnest(races) as race,
        generate_subscripts(races, 1) as race_index
    from pages
),

rows as (
    select
        * exclude (race),
        sent(race.season) as season,
        sent(race.round) as round,
        sent(race.raceName) as race_name,
        unnest(sent(race.PitStops)) as given,
        generate_subscripts(race.PitStops, 1) as row_index
    from races
),

renamed as (
    select
        cast(season as integer) as season,
        cast(round as integer) as round,
        race_name,
        sent(given.driverId) as driver_ref,
        cast(sent(given.stop) as integer) as stop,
        cast(known_text(given.lap) as integer) as lap,
        clock_time(known_text(given."time")) as "time",
        known_text(given.duration) as duration,
        duration_millis(known_text(given.duration)) as millis,
        list,
        cast(page_offset as integer) as page_offset,
        race_index,
        row_index
    from rows
)

select * from renamed
