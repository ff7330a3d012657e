with results as (
    select * from lyzer.qualifying_result
),

races as (
    select * from lyzer.race
),

-- Until round 6 of 2005 the times of two sessions were added up, see
-- https://en.wikipedia.org/wiki/Formula_One_qualifying#History.
timed as (
    select
        results.*,
        races.round,
        case
            when results.season = 2005 and count(q2_millis) over race > 0
                then q1_millis + q2_millis
            else coalesce(q3_millis, q2_millis, q1_millis)
        end as millis,
        count(q2_millis) over race > 0
        and results.season >= 2006 as is_knockout
    from results
    join races on results.race_id = races.id
    window race as (partition by race_id)
),

-- Ten go on to part 3, eight in the eliminations of early 2016. Who was
-- excluded afterwards is last, and still one of them.
parted as (
    select
        *,
        case
            when season = 2016 and round <= 2 then 8
            else 10
        end - count(q3_millis) over (
            partition by race_id
            order by "position" desc
            rows between unbounded preceding and 1 preceding
        ) as places_in_part_3,
        case
            when not is_knockout then null
            when q3_millis is not null then 3
            when "position" <= places_in_part_3 then 3
            when q2_millis is not null then 2
            else 1
        end as part_reached
    from timed
),

compared as (
    select
        race_id, driver_id, season, constructor_id,
        "position", part_reached, millis,
        min(millis) filter (where "position" = 1) over race as first_millis,
        cast(millis - first_millis as integer) as gap_millis,
        gap_percent(millis, first_millis) as gap_percent,
        case part_reached
            when 3 then gap_percent(q3_millis, min(q3_millis) over race)
            when 2 then gap_percent(q2_millis, min(q2_millis) over race)
            when 1 then gap_percent(q1_millis, min(q1_millis) over race)
            else gap_percent(millis, min(millis) over race)
        end as part_gap_percent
    from parted
    window race as (partition by race_id)
)

select * from compared order by season, race_id, driver_id
