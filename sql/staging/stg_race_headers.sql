with pages as (
    select list, page_offset, race_headers(races) as races from raw.races
    union all
    select list, page_offset, race_headers(races) from raw.results
    union all
    select list, page_offset, race_headers(races) from raw.sprint
    union all
    select list, page_offset, race_headers(races) from raw.qualifying
    union all
    select list, page_offset, race_headers(races) from raw.pitstops
    union all
    select list, page_offset, race_headers(races) from raw.laps
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        cast(page_offset as integer) as page_offset,
        unnest(races) as race,
        generate_subscripts(races, 1) as race_index
    from pages
),

renamed as (
    select
        cast(race.season as integer) as season,
        cast(race.round as integer) as round,
        known_text(race.url) as url,
        race.raceName as race_name,
        race.Circuit.circuitId as circuit_ref,
        known_text(race.Circuit.url) as circuit_url,
        race.Circuit.circuitName as circuit_name,
        cast(known_text(race.Circuit.Location.lat) as decimal(9, 6)) as lat,
        cast(known_text(race.Circuit.Location.long) as decimal(9, 6)) as long,
        known_text(race.Circuit.Location.locality) as locality,
        known_text(race.Circuit.Location.country) as country,
        cast(race.date as date) as date,
        clock_time(race."time") as "time",
        lists.resource,
        lists.list_rank,
        unnested.list,
        page_offset,
        race_index
    from unnested
    inner join lists using (list)
)

select * from renamed
