with races as (
    select * from lyzer.race
),

linked as (
    select
        'qualifying_result' as table_name,
        results.id,
        results.qualifying_id as session_id,
        races.qualifying_id as race_session_id
    from lyzer.qualifying_result as results
    inner join races on results.race_id = races.id
    union all
    select
        'sprint_result' as table_name,
        results.id,
        results.sprint_id as session_id,
        races.sprint_id as race_session_id
    from lyzer.sprint_result as results
    inner join races on results.race_id = races.id
    union all
    select
        'sprint_qualifying_result' as table_name,
        results.id,
        results.sprint_qualifying_id as session_id,
        races.sprint_qualifying_id as race_session_id
    from lyzer.sprint_qualifying_result as results
    inner join races on results.race_id = races.id
)

select * from linked
where session_id is null or session_id is distinct from race_session_id
