with current_season as (
    select max(season) as season
    from lyzer.race
    where season <= extract(year from now() at time zone 'UTC')
),

raced as (
    select distinct race_id from lyzer.race_result
),

planned as (
    select race_id, session_name, date, time from lyzer.practice_session
    union all
    select race_id, 'Sprint Qualifying', date, time
    from lyzer.sprint_qualifying_session
    union all
    select race_id, 'Sprint', date, time from lyzer.sprint_session
    union all
    select race_id, 'Qualifying', date, time from lyzer.qualifying_session
),

-- A session keeps its day where its time is unknown.
session_lists as (
    select
        race_id,
        json_agg(
            json_build_object('name', session_name, 'date', date, 'time', time)
            order by date, time nulls last, session_name
        ) as sessions
    from planned
    group by race_id
)

select
    race.season,
    race.round,
    race.id as race_id,
    race.race_name,
    circuit.circuit_id,
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit.locality,
    circuit.country,
    circuit.lat,
    circuit.long,
    (practice_1.date + practice_1.time) at time zone 'UTC' as practice_1_at,
    (practice_2.date + practice_2.time) at time zone 'UTC' as practice_2_at,
    (practice_3.date + practice_3.time) at time zone 'UTC' as practice_3_at,
    (sprint_qualifying.date + sprint_qualifying.time) at time zone 'UTC'
        as sprint_qualifying_at,
    (sprint.date + sprint.time) at time zone 'UTC' as sprint_at,
    (qualifying.date + qualifying.time) at time zone 'UTC' as qualifying_at,
    race.date as race_date,
    (race.date + race.time) at time zone 'UTC' as race_at,
    race.sprint_id is not null as has_sprint,
    raced.race_id is not null as is_held,
    race.url as race_url,
    race.time as race_time,
    circuit.url as circuit_url,
    coalesce(session_lists.sessions, '[]') as sessions
from current_season
join lyzer.race using (season)
join lyzer.circuit using (circuit_id)
left join lyzer.practice_session as practice_1
    on practice_1.id = race.practice_1_id
left join lyzer.practice_session as practice_2
    on practice_2.id = race.practice_2_id
left join lyzer.practice_session as practice_3
    on practice_3.id = race.practice_3_id
left join lyzer.sprint_qualifying_session as sprint_qualifying
    on sprint_qualifying.id = race.sprint_qualifying_id
left join lyzer.sprint_session as sprint on sprint.id = race.sprint_id
left join lyzer.qualifying_session as qualifying
    on qualifying.id = race.qualifying_id
left join session_lists on session_lists.race_id = race.id
left join raced on raced.race_id = race.id
order by race.round
