with results as (
    select * from staging.stg_results
),

sprint as (
    select * from staging.stg_sprint
),

qualifying as (
    select * from staging.stg_qualifying
),

drivers as (
    select * from lyzer.driver
),

-- Qualifying counts as taking part, even without a start.
took_part as (
    select season, driver_ref from results
    union
    select season, driver_ref from sprint
    union
    select season, driver_ref from qualifying
),

keyed as (
    select
        lyzer_uuid(
            concat_ws('/', 'driver_register', season, driver_ref)
        ) as id,
        took_part.season,
        drivers.driver_id
    from took_part
    left join drivers on took_part.driver_ref = drivers.ref
)

select * from keyed order by season, driver_id
