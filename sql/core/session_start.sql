with sessions as (
    select * from staging.stg_alpharounds
),

race_refs as (
    select * from staging.stg_alpha_race_refs
),

races as (
    select * from lyzer.race
),

keyed as (
    select
        lyzer_uuid(
            concat_ws(
                '/', 'session_start', races.season, races.race_name, session
            )
        ) as id,
        races.id as race_id,
        sessions.session,
        sessions.starts_at,
        sessions.time_zone,
        sessions.is_cancelled
    from sessions
    inner join race_refs
        on sessions.season = race_refs.season
        and sessions.race_name is not distinct from race_refs.alpha_race_name
        and sessions.race_url is not distinct from race_refs.race_url
    inner join races
        on race_refs.season = races.season
        and race_refs.race_name = races.race_name
    where sessions.session is not null
    qualify row_number() over (
        partition by races.id, sessions.session
        order by sessions.list, sessions.race_index, sessions.row_index
    ) = 1
)

select * from keyed order by race_id, session
