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

framed as (
    select
        weekend.*,
        race_at + interval '2 hours' as ends_at,
        coalesce(
            (practice_1.date + practice_1.time) at time zone 'UTC',
            race_at
        ) as starts_at
    from weekend
    left join lyzer.practice_session as practice_1
        on practice_1.id = weekend.practice_1_id
),

season_progress as (
    select
        race.season,
        count(*)::integer as rounds,
        (count(*) filter (where race.id in (
            select race_id from lyzer.race_result
        )))::integer as rounds_held
    from lyzer.race
    group by race.season
)

select
    framed.season,
    framed.round,
    framed.id as race_id,
    framed.race_name,
    framed.circuit_id,
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit.locality,
    circuit.country,
    framed.sprint_id is not null as has_sprint,
    framed.starts_at,
    framed.race_at,
    framed.ends_at,
    case
        when now() < framed.starts_at then 'upcoming'
        when now() < framed.ends_at then 'running'
        else 'finished'
    end as state,
    round(100 * least(1, greatest(0,
        extract(epoch from now() - framed.starts_at)
        / extract(epoch from framed.ends_at - framed.starts_at)
    )), 1)::numeric(4, 1) as weekend_percent,
    season_progress.rounds,
    season_progress.rounds_held,
    (100.0 * rounds_held / rounds)::numeric(4, 1) as season_percent,
    last_win.season as last_winner_season,
    last_win.driver_id as last_winner_driver_id,
    last_win.driver_ref as last_winner_driver_ref,
    last_win.given_name as last_winner_given_name,
    last_win.family_name as last_winner_family_name,
    last_win.constructor_name as last_winner_constructor_name
from framed
join season_progress using (season)
join lyzer.circuit using (circuit_id)
left join lateral (
    select
        race.season,
        driver.driver_id,
        driver.ref as driver_ref,
        driver.given_name,
        driver.family_name,
        constructor.name as constructor_name
    from lyzer.race
    join lyzer.race_result as result on result.race_id = race.id
    join lyzer.driver using (driver_id)
    join lyzer.constructor using (constructor_id)
    where race.circuit_id = framed.circuit_id
        and result.position_text = '1'
        and race.date < framed.date
    order by race.date desc, result.points desc
    limit 1
) as last_win on true
