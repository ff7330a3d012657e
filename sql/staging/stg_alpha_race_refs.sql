-- The same race has the same address in both APIs, else the same name within
-- the season; rounds may be numbered otherwise.
with results as (
    select * from staging.stg_sprintqualifying
),

sessions as (
    select * from staging.stg_alpharounds
),

races as (
    select * from staging.stg_races
),

wanted as (
    select season, race_name as alpha_race_name, race_url from results
    union
    select season, race_name, race_url from sessions
),

tied as (
    select
        season,
        wanted.alpha_race_name,
        wanted.race_url,
        races.race_name,
        races.round
    from wanted
    inner join races using (season)
    where url_page(wanted.race_url) = url_page(races.url)
        or wanted.alpha_race_name = races.race_name
    qualify row_number() over (
        partition by season, wanted.alpha_race_name, wanted.race_url
        order by
            coalesce(url_page(wanted.race_url) = url_page(races.url), false)
            desc,
            races.round
    ) = 1
)

select * from tied
