with pages as (
    select * from raw.circuits
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        page_offset,
        unnest(circuits) as given,
        generate_subscripts(circuits, 1) as row_index
    from pages
),

renamed as (
    select
        sent(given.circuitId) as circuit_ref,
        known_text(given.url) as url,
        sent(given.circuitName) as circuit_name,
        cast(known_text(given.Location.lat) as decimal(9, 6)) as lat,
        cast(known_text(given.Location.long) as decimal(9, 6)) as long,
        known_text(given.Location.locality) as locality,
        known_text(given.Location.country) as country,
        list,
        cast(page_offset as integer) as page_offset,
        row_index
    from unnested
),

newest as (
    select renamed.*
    from renamed
    inner join lists using (list)
    qualify row_number() over (
        partition by circuit_ref
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
