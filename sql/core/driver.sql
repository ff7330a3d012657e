with drivers as (
    select * from staging.stg_drivers
),

named as (
    select * from staging.stg_named_drivers
),

-- Drivers that other lists name but no list of drivers has.
known as (
    select * exclude (list, page_offset, row_index) from drivers
    union all by name
    select * from named anti join drivers using (driver_ref)
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
        nationality,
        url
    from known
)

select * from keyed order by ref
