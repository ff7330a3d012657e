with races as (
    select * from lyzer.race
),

results as (
    select * from lyzer.race_result
),

raced as (
    select
        id as race_id,
        date,
        cast(
            row_number() over (order by season, round) as integer
        ) as race_number
    from races
    where id in (select race_id from results)
)

select * from raced
