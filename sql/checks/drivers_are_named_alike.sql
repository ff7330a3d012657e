with listed as (
    select * from staging.stg_drivers
),

named as (
    select * from staging.stg_named_drivers
),

both_fields as (
    select
        listed.driver_ref as driver,
        unnest([
            ['given_name', listed.given_name, named.given_name],
            ['family_name', listed.family_name, named.family_name],
            [
                'date_of_birth',
                listed.date_of_birth || '',
                named.date_of_birth || ''
            ],
            ['nationality', listed.nationality, named.nationality],
            ['code', listed.code, named.code],
            [
                'permanent_number',
                listed.permanent_number || '',
                named.permanent_number || ''
            ],
            ['url', listed.url, named.url]
        ]) as field
    from listed
    inner join named using (driver_ref)
    -- Laps and stops have the id only.
    where named.given_name is not null
),

compared as (
    select
        driver,
        field[1] as field,
        field[2] as listed_as,
        field[3] as named_as
    from both_fields
)

select * from compared where listed_as is distinct from named_as
