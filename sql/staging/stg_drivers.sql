with pages as (
    select * from raw.drivers
),

lists as (
    select * from staging.stg_lists
),

unnested as (
    select
        list,
        page_offset,
        unnest(drivers) as given,
        generate_subscripts(drivers, 1) as row_index
    from pages
),

renamed as (
    select
        sent(given.driverId) as driver_ref,
        cast(known_text(given.permanentNumber) as integer) as permanent_number,
        known_text(given.code) as code,
        known_text(given.url) as url,
        sent(given.givenName) as given_name,
        sent(given.familyName) as family_name,
        cast(known_text(given.dateOfBirth) as date) as date_of_birth,
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
        partition by driver_ref
        order by list_rank, page_offset, row_index
    ) = 1
)

select * from newest
