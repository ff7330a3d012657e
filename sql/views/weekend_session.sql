-- The first race that is not over, a race taking two hours, else the last one.
with races as (
    select
        race.*,
        (race.date + coalesce(race.time, '12:00')) at time zone 'UTC' as race_at
    from lyzer.race
),

weekend as (
    select *
    from races
    order by
        race_at + interval '2 hours' <= now(),
        abs(extract(epoch from race_at - now()))
    limit 1
),

planned as (
    select race_id, session_name, 'practice' as kind, date, time, 60 as minutes
    from lyzer.practice_session
    union all
    select race_id, 'Sprint Qualifying', 'sprint_qualifying', date, time, 45
    from lyzer.sprint_qualifying_session
    union all
    select race_id, 'Sprint', 'sprint', date, time, 60
    from lyzer.sprint_session
    union all
    select race_id, 'Qualifying', 'qualifying', date, time, 60
    from lyzer.qualifying_session
    union all
    select id, 'Race', 'race', date, time, 120
    from lyzer.race
),

timed as (
    select
        weekend.season,
        weekend.round,
        weekend.id as race_id,
        weekend.race_name,
        planned.session_name,
        planned.kind,
        planned.date as session_date,
        (planned.date + planned.time) at time zone 'UTC' as starts_at,
        (planned.date + planned.time) at time zone 'UTC'
        + make_interval(mins => planned.minutes) as ends_at
    from weekend
    join planned on planned.race_id = weekend.id
)

select
    timed.*,
    case
        when now() < starts_at then 'upcoming'
        when now() < ends_at then 'running'
        when now() >= ends_at then 'finished'
    end as state
from timed
order by starts_at
