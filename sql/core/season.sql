with seasons as (
    select * from staging.stg_seasons
),

races as (
    select * from staging.stg_races
),

named as (
    select season, url from seasons
    union all
    select distinct season, null from races anti join seasons using (season)
)

select * from named order by season
