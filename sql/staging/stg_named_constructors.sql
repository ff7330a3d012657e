with entered as (
    select * from staging.stg_entered
),

lists as (
    select * from staging.stg_lists
),

newest as (
    select entered.constructor
    from entered
    inner join lists using (list)
    where entered.constructor.constructorId is not null
    qualify row_number() over (
        partition by entered.constructor.constructorId
        order by list_rank, entered.constructor
    ) = 1
),

named as (
    select
        constructor.constructorId as constructor_ref,
        known_text(constructor.url) as url,
        constructor.name as constructor_name,
        known_text(constructor.nationality) as nationality
    from newest
)

select * from named
