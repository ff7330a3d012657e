-- Lyzer's overview at a moment ($moment, UTC): no row where no race comes.
-- A race may take 180 minutes, and one without a time starts at noon.
with moment as (
    select cast($moment as timestamp) as at
),

races as (
    select race.*, race.date + coalesce(race."time", time '12:00') as starts_at
    from lyzer.race
),

next_race as (
    select races.*
    from races
    cross join moment
    where races.starts_at + interval 180 minutes > moment.at
        and races.season = (
            select max(season) from lyzer.race where season <= year(moment.at)
        )
    order by races.starts_at
    limit 1
),

previous_race as (
    select races.*
    from races
    cross join moment
    where races.starts_at <= moment.at
    order by races.starts_at desc
    limit 1
),

planned as (
    select race_id, session_name as name, date + "time" as starts_at
    from lyzer.practice_session
    union all
    select race_id, 'Qualifying', date + "time" from lyzer.qualifying_session
    union all
    select race_id, 'Sprint', date + "time" from lyzer.sprint_session
    union all
    select race_id, 'Sprint Qualifying', date + "time"
    from lyzer.sprint_qualifying_session
),

sessions as (
    select planned.name, planned.starts_at
    from planned
    join next_race on next_race.id = planned.race_id
    where planned.starts_at is not null
    union all
    select 'Race', starts_at from next_race
),

-- The race stays the next session until its longest end.
next_session as (
    select sessions.*
    from sessions
    cross join moment
    where sessions.starts_at > moment.at or sessions.name = 'Race'
    order by sessions.starts_at
    limit 1
),

weekend as (
    select
        min(starts_at) as starts_at,
        count(*) as sessions,
        count(*) filter (where starts_at <= moment.at) as started
    from sessions
    cross join moment
),

winner as (
    select driver.given_name || ' ' || driver.family_name as name
    from previous_race
    join lyzer.race_result as result on result.race_id = previous_race.id
    join lyzer.driver using (driver_id)
    order by result.position, result.points desc, driver.ref
    limit 1
),

distance as (
    select
        epoch(weekend.starts_at - moment.at) as seconds,
        least(100, greatest(0, floor(
            100 * epoch(moment.at - previous_race.starts_at)
            / nullif(epoch(weekend.starts_at - previous_race.starts_at), 0)
        ))) as percent
    from weekend
    cross join moment
    left join previous_race on true
),

counted as (
    select
        greatest(0, floor(seconds / 60))::integer as minutes,
        case
            when seconds <= 0 then 100
            else coalesce(percent, 0)
        end::integer as percent
    from distance
)

select
    {
        'name': next_session.name,
        'ongoing': next_session.starts_at <= moment.at,
        'weekendProgress': (100 * weekend.started // weekend.sessions)::integer,
        'startDateTime': strftime(next_session.starts_at, '%Y-%m-%dT%H:%M:%SZ')
    } as "raceWeekendProgress",
    {
        'isRaceWeekend':
            weekend.starts_at <= moment.at and moment.at < next_race.starts_at,
        'timeToRaceWeekendProgress': counted.percent,
        'timeToRaceWeekend': counted.minutes,
        'status': case
            when counted.percent = 100 then 'It is race weekend!'
            when counted.percent >= 80 then 'Almost'
            else 'No'
        end
    } as "upcomingRaceWeekend",
    {
        'previousRaceWinner': (select name from winner),
        'previousGrandPrix': previous_race.race_name,
        'seasonProgress': previous_race.round,
        'seasonTotalRaces': (
            select count(*)::integer from lyzer.race
            where season = coalesce(previous_race.season, next_race.season)
        )
    } as "seasonProgress"
from next_race
cross join moment
cross join next_session
cross join weekend
cross join counted
left join previous_race on true
