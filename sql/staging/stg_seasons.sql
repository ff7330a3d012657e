with pages as (
    select * from raw.seasons
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        page_offset,
        unnest(seasons) as given,
        generate_subscripts(seasons, 1) as row_index
    from pages
),

renamed as (
    select
        cast(sent(given.season) as integer) as season,
        known_text(given.url) as url,
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
        partition by renamed.season
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
