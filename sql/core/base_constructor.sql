with constructors as (
    select * from staging.stg_constructors
),

named as (
    select * from staging.stg_named_constructors
),

whole_names as (
    select * from rules.whole_constructor_name
),

known as (
    select constructor_ref from constructors
    union
    select constructor_ref from named
),

-- Jolpica names a car by chassis and engine, brabham-repco for example.
based as (
    select
        case
            when whole_names.constructor_ref is null then
                split_part(known.constructor_ref, '-', 1)
            else known.constructor_ref
        end as ref
    from known
    left join whole_names using (constructor_ref)
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'base_constructor', ref)) as constructor_id,
        ref
    from based
    group by ref
)

select * from keyed order by ref
