with driven as (
    select distinct race_id from lyzer.race_result
),

races as (
    select
        race.season,
        race.round,
        race.race_name,
        race.date,
        race."time",
        circuit.circuit_name,
        circuit.country,
        driven.race_id is not null as is_driven
    from lyzer.race
    left join lyzer.circuit using (circuit_id)
    left join driven on race.id = driven.race_id
),

last_race as (
    select * from races
    where is_driven
    order by season desc, round desc
    limit 1
),

next_race as (
    select races.*
    from races
    inner join last_race
        on races.season = last_race.season and races.round > last_race.round
    where not races.is_driven
    order by races.round
    limit 1
),

shown as (
    select 'last' as which, * from last_race
    union all
    select 'next' as which, * from next_race
)

select * from shown order by which
