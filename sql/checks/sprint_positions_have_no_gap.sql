with sprints as (
    select * from staging.stg_sprint
),

placed as (
    select
        season,
        round,
        count(*) as drivers,
        count(distinct "position") as positions,
        max("position") as last_position
    from sprints
    group by season, round
)

select * from placed
where positions <> drivers or positions <> last_position
