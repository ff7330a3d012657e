-- Careers counted from f1db's own rows, of the races that both sources have.
with results as (
    select
        results.*,
        race.race_id,
        coalesce(driver.ref, '?' || results.driverId) as who
    from f1db.race_results as results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
    left join match.driver on driver.f1db_id = results.driverId
),

driven as (
    select
        who,
        count(distinct race_id) filter (
            position not in ('DNS', 'DNQ', 'DNPQ', 'DNP', 'WD', 'EX')
        ) as starts,
        count(*) filter (position = '1') as wins,
        count(distinct race_id) filter (position in ('1', '2', '3')) as podiums
    from results
    group by who
),

pole as (
    select results.who, count(*) as poles
    from (select distinct who, race_id from results) as results
    inner join match.race using (race_id)
    inner join match.driver on driver.ref = results.who
    inner join f1db.starting_grid as grid
        on cast(grid.season as integer) = race.season
        and cast(grid.round as integer) = race.round
        and grid.driverId = driver.f1db_id
    where grid.position = '1'
    group by results.who
),

fastest as (
    select driver.ref as who, count(distinct race.race_id) as fastest_laps
    from f1db.fastest_laps as laps
    inner join match.race
        on race.season = cast(laps.season as integer)
        and race.round = cast(laps.round as integer)
    inner join match.driver on driver.f1db_id = laps.driverId
    where laps.position = '1'
    group by driver.ref
),

title as (
    select driver.ref as who, count(*) as titles
    from f1db.driver_standings as standings
    inner join match.driver on driver.f1db_id = standings.driverId
    where standings.round = '0'
        and standings.position = '1'
        and cast(standings.season as integer) < getvariable('running_season')
    group by driver.ref
),

named as (
    select
        0 as season,
        0 as round,
        driven.who,
        cast(driven.starts as varchar) as starts,
        cast(driven.wins as varchar) as wins,
        cast(driven.podiums as varchar) as podiums,
        cast(coalesce(pole.poles, 0) as varchar) as poles,
        cast(coalesce(fastest.fastest_laps, 0) as varchar) as fastest_laps,
        cast(coalesce(title.titles, 0) as varchar) as titles
    from driven
    left join pole using (who)
    left join fastest using (who)
    left join title using (who)
)

unpivot named on columns(* exclude (season, round, who))
into name field value value
