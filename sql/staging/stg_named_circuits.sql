with headers as (
    select * from staging.stg_race_headers
),

newest as (
    select
        circuit_ref,
        circuit_url as url,
        circuit_name,
        lat,
        long,
        locality,
        country
    from headers
    qualify row_number() over (
        partition by circuit_ref
        order by list_rank, page_offset, race_index
    ) = 1
)

select * from newest
