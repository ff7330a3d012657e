with listed as (
    select * from staging.stg_constructors
),

named as (
    select * from staging.stg_named_constructors
),

both_fields as (
    select
        listed.constructor_ref as constructor,
        unnest([
            ['name', listed.constructor_name, named.constructor_name],
            ['nationality', listed.nationality, named.nationality],
            ['url', listed.url, named.url]
        ]) as field
    from listed
    inner join named using (constructor_ref)
),

compared as (
    select
        constructor,
        field[1] as field,
        field[2] as listed_as,
        field[3] as named_as
    from both_fields
)

select * from compared where listed_as is distinct from named_as
