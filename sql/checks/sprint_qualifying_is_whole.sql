with results as (
    select * from staging.stg_sprint_qualifying
),

sprints as (
    select * from staging.stg_sprint
),

placed as (
    select
        *,
        row_number() over (
            partition by season, round order by "position"
        ) as due_position
    from results
),

held as (
    select distinct season, round from results
),

faulty as (
    select
        season,
        round,
        placed.driver_ref as driver,
        case
            when placed."position" is null then 'no position'
            when placed."position" <> due_position then 'a position is missing'
            when placed.sq2 is not null and placed.sq1 is null
                then 'no time in SQ1'
            when placed.sq3 is not null and placed.sq2 is null
                then 'no time in SQ2'
            when sprints.constructor_ref <> placed.constructor_ref
                then 'another constructor in the sprint'
            when sprints.number <> placed.number
                then 'another number in the sprint'
        end as fault
    from placed
    left join sprints using (season, round, driver_ref)
    union all
    select season, round, sprints.driver_ref, 'only in the sprint'
    from sprints
    inner join held using (season, round)
    anti join results using (season, round, driver_ref)
)

select * from faulty where fault is not null
