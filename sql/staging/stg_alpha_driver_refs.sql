-- The same driver has the same address in both APIs, else the same name within
-- the season. Several that fit equally well are none.
with results as (
    select * from staging.stg_sprintqualifying
),

alpha_drivers as (
    select * from staging.stg_alphadrivers
),

drivers as (
    select * from staging.stg_drivers
),

named as (
    select * from staging.stg_named_drivers
),

entries as (
    select distinct season, driver_ref from staging.stg_season_entries
),

known as (
    select driver_ref, url, given_name, family_name from drivers
    union all
    select driver_ref, url, given_name, family_name
    from named
    anti join drivers using (driver_ref)
),

wanted as (
    select distinct season, alpha_driver_id, given_name, family_name, url
    from results
    left join alpha_drivers using (alpha_driver_id)
    where alpha_driver_id is not null
),

compared as (
    select
        wanted.season,
        wanted.alpha_driver_id,
        known.driver_ref,
        url_page(wanted.url) = url_page(known.url) as has_same_url,
        same_name(wanted.given_name, known.given_name)
        and same_name(wanted.family_name, known.family_name) as has_same_name,
        entries.driver_ref is not null as took_part
    from wanted
    cross join known
    left join entries
        on wanted.season = entries.season
        and known.driver_ref = entries.driver_ref
),

ranked as (
    select
        *,
        case
            when has_same_url and took_part then 1
            when has_same_url then 2
            when has_same_name and took_part then 3
        end as fit
    from compared
),

best as (
    select season, alpha_driver_id, driver_ref
    from ranked
    where fit is not null
    qualify fit = min(fit) over (partition by season, alpha_driver_id)
),

tied as (
    select season, alpha_driver_id, min(driver_ref) as driver_ref
    from best
    group by season, alpha_driver_id
    having count(distinct driver_ref) = 1
)

select * from tied
