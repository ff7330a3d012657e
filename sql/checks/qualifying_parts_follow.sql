with qualifying as (
    select * from staging.stg_qualifying
),

-- Three parts, of which each lets the fastest into the next, since 2006.
parted as (
    select
        season,
        round,
        driver_ref as driver,
        q2,
        q3
    from qualifying
    where season >= 2006
)

select * from parted where q3 is not null and q2 is null
