with listed as (
    select * from staging.stg_circuits
),

named as (
    select * from staging.stg_named_circuits
),

both_fields as (
    select
        listed.circuit_ref as circuit,
        unnest([
            ['circuit_name', listed.circuit_name, named.circuit_name],
            ['locality', listed.locality, named.locality],
            ['country', listed.country, named.country],
            ['lat', listed.lat || '', named.lat || ''],
            ['long', listed.long || '', named.long || ''],
            ['url', listed.url, named.url]
        ]) as field
    from listed
    inner join named using (circuit_ref)
),

compared as (
    select
        circuit,
        field[1] as field,
        field[2] as listed_as,
        field[3] as named_as
    from both_fields
)

select * from compared where listed_as is distinct from named_as
