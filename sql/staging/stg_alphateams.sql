with pages as (
    select * from raw.alphateams
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        coalesce(try_cast(page as integer) - 1, 0) * 100 as page_offset,
        unnest(teams) as given,
        generate_subscripts(teams, 1) as row_index
    from pages
),

renamed as (
    select
        given.id as alpha_team_id,
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
        partition by alpha_team_id
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
