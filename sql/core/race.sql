with races as (
    select * from staging.stg_races
),

circuits as (
    select * from lyzer.circuit
),

practice_sessions as (
    select * from lyzer.practice_session
),

qualifying_sessions as (
    select * from lyzer.qualifying_session
),

sprint_sessions as (
    select * from lyzer.sprint_session
),

sprint_qualifying_sessions as (
    select * from lyzer.sprint_qualifying_session
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'race', season, race_name)) as race_id,
        races.*
    from races
),

practices as (
    select
        race_id,
        any_value(id) filter (session_name = 'First Practice') as practice_1_id,
        any_value(id) filter (session_name = 'Second Practice')
            as practice_2_id,
        any_value(id) filter (session_name = 'Third Practice') as practice_3_id
    from practice_sessions
    group by race_id
),

linked as (
    select
        keyed.race_id as id,
        keyed.season,
        keyed.round,
        keyed.race_name,
        circuits.circuit_id,
        keyed.date,
        keyed."time",
        practices.practice_1_id,
        practices.practice_2_id,
        practices.practice_3_id,
        qualifying_sessions.id as qualifying_id,
        sprint_sessions.id as sprint_id,
        sprint_qualifying_sessions.id as sprint_qualifying_id,
        keyed.url
    from keyed
    left join circuits on keyed.circuit_ref = circuits.ref
    left join practices using (race_id)
    left join qualifying_sessions using (race_id)
    left join sprint_sessions using (race_id)
    left join sprint_qualifying_sessions using (race_id)
)

select * from linked order by season, round
