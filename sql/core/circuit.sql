with circuits as (
    select * from staging.stg_circuits
),

named as (
    select * from staging.stg_named_circuits
),

-- Circuits that races name but no list of circuits has.
known as (
    select * exclude (list, page_offset, row_index) from circuits
    union all by name
    select * from named anti join circuits using (circuit_ref)
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'circuit', circuit_ref)) as circuit_id,
        circuit_ref as ref,
        circuit_name,
        lat,
        long,
        locality,
        country,
        url
    from known
)

select * from keyed order by ref
