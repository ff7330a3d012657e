with results as (
    select * from staging.stg_results
),

sprint as (
    select * from staging.stg_sprint
),

qualifying as (
    select * from staging.stg_qualifying
),

constructors as (
    select * from lyzer.constructor
),

-- Qualifying counts as taking part, even without a start.
took_part as (
    select season, constructor_ref from results
    union
    select season, constructor_ref from sprint
    union
    select season, constructor_ref from qualifying
),

keyed as (
    select
        lyzer_uuid(
            concat_ws('/', 'constructor_register', season, constructor_ref)
        ) as id,
        took_part.season,
        constructors.constructor_id
    from took_part
    left join constructors on took_part.constructor_ref = constructors.ref
)

select * from keyed order by season, constructor_id
