with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

-- Shared cars have one place by right.
shared as (
    select
        races.season,
        races.round,
        races.race_name,
        results.grid,
        count(distinct results.number) as car_count
    from results
    inner join races on results.race_id = races.id
    where results.grid > 0
    group by all
    having count(distinct results.number) > 1
)

select * from shared
