-- The same constructor has the same address in both APIs, else the same name within
-- the season. Several that fit equally well are none.
with results as (
    select * from staging.stg_sprintqualifying
),

alpha_teams as (
    select * from staging.stg_alphateams
),

constructors as (
    select * from staging.stg_constructors
),

named as (
    select * from staging.stg_named_constructors
),

entries as (
    select distinct season, constructor_ref from staging.stg_season_entries
),

known as (
    select constructor_ref, url, constructor_name from constructors
    union all
    select constructor_ref, url, constructor_name
    from named
    anti join constructors using (constructor_ref)
),

wanted as (
    select distinct season, alpha_team_id, team_name, url
    from results
    left join alpha_teams using (alpha_team_id)
    where alpha_team_id is not null
),

compared as (
    select
        wanted.season,
        wanted.alpha_team_id,
        known.constructor_ref,
        url_page(wanted.url) = url_page(known.url) as has_same_url,
        same_name(wanted.team_name, known.constructor_name) as has_same_name,
        entries.constructor_ref is not null as took_part
    from wanted
    cross join known
    left join entries
        on wanted.season = entries.season
        and known.constructor_ref = entries.constructor_ref
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
    select season, alpha_team_id, constructor_ref
    from ranked
    where fit is not null
    qualify fit = min(fit) over (partition by season, alpha_team_id)
),

tied as (
    select season, alpha_team_id, min(constructor_ref) as constructor_ref
    from best
    group by season, alpha_team_id
    having count(distinct constructor_ref) = 1
)

select * from tied
