with pages as (
    select * from raw.results
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        * exclude (races),
        unnest(races) as race,
        generate_subscripts(races, 1) as race_index
    from pages
),

races as (
    select
        cast(sent(race.season) as integer) as season,
        cast(sent(race.round) as integer) as round,
        sent(race.raceName) as race_name,
        sent(race.Results) as results,
        * exclude (race)
    from unnested
),

-- Of a race, the newest list that covers it counts, and of those the nearest.
newest as (
    select races.*
    from races
    where races.list = (
        select max_by(lists.list, (lists.confirmed_at, lists.depth))
        from lists
        where lists.resource = 'results'
            and coalesce(lists.season, races.season) = races.season
            and coalesce(lists.round, races.round) = races.round
    )
),

rows as (
    select
        * exclude (results),
        unnest(results) as given,
        generate_subscripts(results, 1) as row_index
    from newest
),

renamed as (
    select
        season,
        round,
        race_name,
        sent(given.Driver.driverId) as driver_ref,
        sent(given.Constructor.constructorId) as constructor_ref,
        cast(known_text(given.number) as integer) as number,
        cast(sent(given."position") as integer) as "position",
        sent(given.positionText) as position_text,
        cast(sent(given.points) as decimal(6, 2)) as points,
        cast(known_text(given.grid) as integer) as grid,
        cast(known_text(given.laps) as integer) as laps,
        known_text(given.status) as status,
        cast(known_text(sent_in(given."Time", 'millis')) as bigint) as millis,
        known_text(sent_in(given."Time", 'time')) as "time",
        cast(known_text(given.FastestLap.rank) as integer) as fl_rank,
        cast(known_text(given.FastestLap.lap) as integer) as fl_lap,
        known_text(given.FastestLap."Time"."time") as fl_time,
        known_text(sent_in(given.FastestLap.AverageSpeed, 'units')) as fl_units,
        cast(
            known_text(sent_in(given.FastestLap.AverageSpeed, 'speed'))
            as decimal(7, 3)
        ) as fl_speed,
        list,
        cast(page_offset as integer) as page_offset,
        race_index,
        row_index
    from rows
)

select * from renamed
