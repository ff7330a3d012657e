with pages as (
    select * from raw.alphadrivers
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        coalesce(try_cast(page as integer) - 1, 0) * 100 as page_offset,
        unnest(drivers) as given,
        generate_subscripts(drivers, 1) as row_index
    from pages
),

renamed as (
    select
        given.id as alpha_driver_id,
        known_text(given.wikipedia) as url,
        list,
        page_offset,
        row_index
    from unnested
    where given.id is not null
),

newest as (
    select renamed.*
    from renamed
    inner join lists using (list)
    qualify row_number() over (
        partition by alpha_driver_id
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
