with pages as (
    select * from raw.qualifying
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        page_offset,
        unnest(races) as race,
        generate_subscripts(races, 1) as race_index
    from pages
),

races as (
    select
        cast(sent(race.season) as integer) as season,
        cast(sent(race.round) as integer) as round,
        sent(race.raceName) as race_name,
        sent(race.QualifyingResults) as results,
        list,
        cast(page_offset as integer) as page_offset,
        race_index
    from unnested
),

-- Of a race, the newest list that covers it counts, and of those the nearest.
newest as (
    select races.*
    from races
    where races.list = (
        select max_by(lists.list, (lists.confirmed_at, lists.depth))
        from lists
        where lists.resource = 'qualifying'
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
        cast(known_text(given."position") as integer) as "position",
        known_text(given.Q1) as q1,
        known_text(given.Q2) as q2,
        known_text(given.Q3) as q3,
        duration_millis(known_text(given.Q1)) as q1_millis,
        duration_millis(known_text(given.Q2)) as q2_millis,
        duration_millis(known_text(given.Q3)) as q3_millis,
        list,
        page_offset,
        race_index,
        row_index
    from rows
)

select * from renamed
