with seasons as (
    select * from staging.stg_seasons
),

named as (
    select season from seasons
)

select * from named order by season
