with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

-- Cars were shared, and their drivers with them, until 1964.
counted as (
    select
        races.season,
        races.round,
        races.race_name,
        count(*) as result_count,
        count(distinct results."position") as place_count
    from results
    inner join races on results.race_id = races.id
    where races.season > 1964
    group by all
)

select * from counted where result_count <> place_count
