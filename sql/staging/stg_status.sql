with pages as (
    select * from raw.status
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        page_offset,
        unnest(statuses) as given,
        generate_subscripts(statuses, 1) as row_index
    from pages
),

renamed as (
    select
        cast(sent(given.statusId) as integer) as status_id,
        sent(given.status) as status,
        cast(sent(given.count) as integer) as result_count,
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
        partition by status_id
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
