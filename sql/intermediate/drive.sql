with results as (
    select * from lyzer.race_result
),

causes as (
    select * from rules.retirement_cause
),

-- Cars were shared until 1964: a driver may have several results in a race and
-- a car several drivers. Of a driver's results the best counts.
named as (
    select
        id,
        race_id,
        driver_id,
        season,
        constructor_id,
        nullif(grid, 0) as grid,
        case
            when status not in ('Disqualified', 'Not classified')
                then try_cast(position_text as integer)
        end as "position",
        points,
        laps,
        max(laps) over (partition by race_id) as race_laps,
        laps > 0
        or (coalesce(race_result.grid, 0) > 0 and position_text <> 'W')
            as is_start,
        position_text = 'D' or status = 'Disqualified' as is_disqualified,
        is_start
        and not is_disqualified
        and not regexp_full_match(
            status, 'Finished|Lapped|\+\d+ Laps?|Not classified'
        ) as is_dnf,
        case when is_dnf then causes.cause end as retirement_cause,
        count(*) over car > 1 or count(*) over driver > 1 as is_shared,
        row_number() over (car order by driver_id) = 1 as is_first_of_car,
        row_number() over (
            driver order by race_result."position", id
        ) = 1 as is_best_of_driver
    from results as race_result
    left join causes using (status)
    window
        car as (partition by race_id, constructor_id, race_result."position"),
        driver as (partition by race_id, driver_id)
)

select * from named
