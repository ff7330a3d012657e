with seasons as (
    select * from staging.stg_seasons
),

races as (
    select * from staging.stg_races
),

named as (
    select season from seasons
    union
    select season from races
)

select * from named order by season
