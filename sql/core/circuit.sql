with circuits as (
    select * from staging.stg_circuits
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'circuit', circuit_ref)) as circuit_id,
        circuit_ref as ref,
        circuit_name,
        lat,
        long,
        locality,
        country
    from circuits
)

select * from keyed order by ref
