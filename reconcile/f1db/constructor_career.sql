-- Careers counted from f1db's own rows, of the races that both sources have. A
-- car that several drivers shared counts once.
with results as (
    select results.*, race.race_id, results.constructorId as who
    from f1db.race_results as results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
),

driven as (
    select
        who,
        count(distinct (race_id, driverNumber)) filter (
            position not in ('DNS', 'DNQ', 'DNPQ', 'DNP', 'WD', 'EX')
        ) as starts,
        count(distinct race_id) filter (position = '1') as wins,
        count(distinct (race_id, driverNumber)) filter (
            position in ('1', '2', '3')
        ) as podiums
    from results
    group by who
),

pole as (
    select grid.constructorId as who, count(distinct race.race_id) as poles
    from f1db.starting_grid as grid
    inner join match.race
        on race.season = cast(grid.season as integer)
        and race.round = cast(grid.round as integer)
    where grid.position = '1'
    group by grid.constructorId
),

fastest as (
    select laps.constructorId as who, count(distinct race.race_id) as fastest
    from f1db.fastest_laps as laps
    inner join match.race
        on race.season = cast(laps.season as integer)
        and race.round = cast(laps.round as integer)
    where laps.position = '1'
    group by laps.constructorId
),

title as (
    select
        constructorId as who,
        count(*) filter (
            position = '1'
            and cast(season as integer) < getvariable('running_season')
        ) as titles,
        sum(cast(points as decimal(8, 2))) as points
    from f1db.constructor_standings
    where round = '0'
    group by constructorId
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
        cast(coalesce(fastest.fastest, 0) as varchar) as fastest_laps,
        cast(coalesce(title.titles, 0) as varchar) as titles,
        cast(coalesce(title.points, 0.00) as varchar) as points_counted
    from driven
    left join pole using (who)
    left join fastest using (who)
    left join title using (who)
)

unpivot named on columns(* exclude (season, round, who))
into name field value value
