with drivers as (
    select * from staging.stg_drivers
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'driver', driver_ref)) as driver_id,
        driver_ref as ref,
        permanent_number,
        code,
        given_name,
        family_name,
        date_of_birth,
        nationality
    from drivers
)

select * from keyed order by ref
