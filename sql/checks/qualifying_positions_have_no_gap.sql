with qualifying as (
    select * from staging.stg_qualifying
),

placed as (
    select
        season,
        round,
        count("position") as drivers,
        count(distinct "position") as positions,
        max("position") as last_position
    from qualifying
    group by season, round
)

select * from placed
where positions <> drivers or positions <> last_position
