with pages as (
    select * from raw.driverstandings
),

unnested as (
    select
        list,
        page_offset,
        unnest(standings) as standing,
        generate_subscripts(standings, 1) as standing_index
    from pages
),

rows as (
    select
        * exclude (standing),
        sent(standing.season) as season,
        sent(standing.round) as round,
        unnest(sent(standing.DriverStandings)) as given,
        generate_subscripts(standing.DriverStandings, 1) as row_index
    from unnested
),

renamed as (
    select
        cast(season as integer) as season,
        cast(round as integer) as round,
        sent(given.Driver.driverId) as driver_ref,
        cast(known_text(given."position") as integer) as "position",
        sent(given.positionText) as position_text,
        cast(sent(given.points) as decimal(6, 2)) as points,
        cast(sent(given.wins) as integer) as wins,
        list,
        cast(page_offset as integer) as page_offset,
        standing_index,
        row_index
    from rows
)

select * from renamed
