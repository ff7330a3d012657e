with constructors as (
    select * from staging.stg_constructors
),

named as (
    select * from staging.stg_named_constructors
),

base_constructors as (
    select * from lyzer.base_constructor
),

whole_names as (
    select * from rules.whole_constructor_name
),

-- Constructors that other lists name but no list of constructors has.
known as (
    select * exclude (list, page_offset, row_index) from constructors
    union all by name
    select * from named anti join constructors using (constructor_ref)
),

based as (
    select
        known.*,
        case
            when whole_names.constructor_ref is null then
                split_part(known.constructor_ref, '-', 1)
            else known.constructor_ref
        end as base_ref
    from known
    left join whole_names using (constructor_ref)
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'constructor', based.constructor_ref))
            as constructor_id,
        based.constructor_ref as ref,
        based.constructor_name as name,
        based.nationality,
        base_constructors.constructor_id as base_constructor_id,
        based.url
    from based
    left join base_constructors on based.base_ref = base_constructors.ref
)

select * from keyed order by ref
