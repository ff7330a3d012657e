with results as (
    select * from lyzer.race_result
),

causes as (
    select * from rules.retirement_cause
),

races as (
    select race_id, max(laps) as race_laps from results group by race_id
),

cars as (
    select
        race_id,
        constructor_id,
        "position",
        count(*) as driver_count,
        min(driver_id) as first_driver_id
    from results
    group by race_id, constructor_id, "position"
),

drivers as (
    select
        race_id,
        driver_id,
        count(*) as result_count,
        arg_min(id, ("position", id)) as best_id
    from results
    group by race_id, driver_id
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
        try_cast(position_text as integer) as place_told,
        case
            when coalesce(status, '') not in ('Disqualified', 'Not classified')
                then place_told
        end as "position",
        points,
        laps,
        races.race_laps,
        coalesce(laps > 0, place_told is not null)
        or (coalesce(race_result.grid, 0) > 0 and position_text <> 'W')
            as is_start,
        position_text = 'D'
        or coalesce(status = 'Disqualified', false) as is_disqualified,
        is_start
        and not is_disqualified
        and not coalesce(
            regexp_full_match(
                status, 'Finished|Lapped|\+\d+ Laps?|Not classified'
            ),
            place_told is not null
        ) as is_dnf,
        case when is_dnf then causes.cause end as retirement_cause,
        cars.driver_count > 1 or drivers.result_count > 1 as is_shared,
        driver_id = first_driver_id as is_first_of_car,
        id = best_id as is_best_of_driver
    from results as race_result
    join races using (race_id)
    join cars using (race_id, constructor_id, "position")
    join drivers using (race_id, driver_id)
    left join causes using (status)
),

judged as (
    select * exclude (place_told) from named
)

select * from judged
