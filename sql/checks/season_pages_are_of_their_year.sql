with seasons as (
    select * from staging.stg_seasons
),

pages as (
    select
        season,
        url,
        regexp_extract(url, '(\d{4})_Formula_One', 1) as url_season
    from seasons
)

select * from pages where url_season is distinct from season || ''
