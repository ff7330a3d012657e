with drives as (
    select * from intermediate.drive
),

driver_races as (
    select * from lyzer_metrics.driver_race
),

scored as (
    select * from intermediate.points_scored
),

cars as (
    select
        race_id,
        constructor_id,
        season,
        tally(is_start) as starts,
        min("position") as best_position,
        tally(coalesce("position" = 1, false)) as wins,
        tally(coalesce("position" <= 3, false)) as podiums,
        tally(coalesce("position" <= 2, false)) = 2 as is_one_two,
        tally("position" is not null) as classified,
        tally(is_dnf) as dnfs
    from drives
    where is_first_of_car
    group by race_id, constructor_id, season
),

drivers as (
    select
        race_id,
        constructor_id,
        tally(is_pole) as poles,
        tally(coalesce(grid <= 2, false)) = 2 as is_front_row,
        -- Once, though two of its cars had the same time.
        cast(bool_or(is_fastest_lap) as integer) as fastest_laps,
        tally(is_hat_trick) as hat_tricks,
        tally(is_grand_slam) as grand_slams,
        total(laps_led) as laps_led,
        cast(sum(places_gained) as integer) as places_gained
    from driver_races
    group by race_id, constructor_id
),

points as (
    select distinct race_id, constructor_id, team_points as points
    from scored
),

joined as (
    -- A driver in two makers' cars in a race counts for the better result's.
    select
        * replace (
            if(drivers.race_id is null, 0, poles) as poles,
            if(drivers.race_id is null, 0, fastest_laps) as fastest_laps,
            if(drivers.race_id is null, 0, hat_tricks) as hat_tricks,
            if(drivers.race_id is null, 0, grand_slams) as grand_slams,
            coalesce(is_front_row, false) as is_front_row
        )
    from cars
    left join drivers using (race_id, constructor_id)
    left join points using (race_id, constructor_id)
)

select * from joined
