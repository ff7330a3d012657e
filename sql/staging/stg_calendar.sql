with pages as (
    select * from raw.races
),

overridden as (
    select * from staging.stg_overridden_scopes
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
        known_text(race.url) as url,
        sent(race.raceName) as race_name,
        race,
        -- Sprint qualifying was called sprint shootout in 2023.
        coalesce(race.SprintQualifying, race.SprintShootout) as shootout,
        list,
        cast(page_offset as integer) as page_offset,
        race_index
    from unnested
),

renamed as (
    select
        season,
        round,
        url,
        race_name,
        sent(race.Circuit.circuitId) as circuit_ref,
        cast(sent(race.date) as date) as date,
        clock_time(race."time") as "time",
        cast(race.FirstPractice.date as date) as practice_1_date,
        clock_time(race.FirstPractice."time") as practice_1_time,
        cast(race.SecondPractice.date as date) as practice_2_date,
        clock_time(race.SecondPractice."time") as practice_2_time,
        cast(race.ThirdPractice.date as date) as practice_3_date,
        clock_time(race.ThirdPractice."time") as practice_3_time,
        cast(race.Qualifying.date as date) as qualifying_date,
        clock_time(race.Qualifying."time") as qualifying_time,
        cast(race.Sprint.date as date) as sprint_date,
        clock_time(race.Sprint."time") as sprint_time,
        cast(shootout.date as date) as sprint_qualifying_date,
        clock_time(shootout."time") as sprint_qualifying_time,
        list,
        page_offset,
        race_index
    from races
    anti join overridden
        on races.list = overridden.list
        and scope_covers(
            overridden.season, overridden.round, races.season, races.round
        )
)

select * from renamed
