with races as (
    select * from lyzer.race
),

dated as (
    select
        season,
        round,
        race_name,
        date,
        lag(date) over (partition by season order by round) as former_date
    from races
)

select * from dated where year(date) <> season or date < former_date
