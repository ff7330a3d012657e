with pages as (
    select * from raw.results
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
        unnest(sent(race.Results)) as given,
        generate_subscripts(race.Results, 1) as row_index
    from races
),

counting as (
    select rows.* exclude (given), car_result(given) as result
    from rows
    anti join overridden
        on rows.list = overridden.list
        and scope_covers(
            overridden.season, overridden.round, rows.season, rows.round
        )
),

renamed as (
    select
        season,
        round,
        race_name,
        unnest(result),
        list,
        page_offset,
        race_index,
        row_index
    from counting
)

select * from renamed
