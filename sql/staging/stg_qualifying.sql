with pages as (
    select * from raw.qualifying
),

overridden as (
    select * from staging.stg_overridden_scopes
),

races as (
    select
        list,
        cast(page_offset as integer) as page_offset,
        unnest(races) as race,
        generate_subscripts(races, 1) as race_index
    from pages
),

rows as (
    select
        * exclude (race),
        cast(sent(race.season) as integer) as season,
        cast(sent(race.round) as integer) as round,
        sent(race.raceName) as race_name,
        unnest(sent(race.QualifyingResults)) as given,
        generate_subscripts(race.QualifyingResults, 1) as row_index
    from races
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
    anti join overridden
        on rows.list = overridden.list
        and scope_covers(
            overridden.season, overridden.round, rows.season, rows.round
        )
)

select * from renamed
