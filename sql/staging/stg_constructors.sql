with pages as (
    select * from raw.constructors
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        page_offset,
        unnest(constructors) as given,
        generate_subscripts(constructors, 1) as row_index
    from pages
),

renamed as (
    select
        sent(given.constructorId) as constructor_ref,
        known_text(given.url) as url,
        sent(given.name) as constructor_name,
        known_text(given.nationality) as nationality,
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
        partition by constructor_ref
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
