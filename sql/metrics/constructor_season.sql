with entered as (
    select * from intermediate.constructor_race
    anti join intermediate.season_gap using (season)
),

drives as (
    select * from intermediate.drive
),

standings as (
    select * from intermediate.final_constructor_standing
),

drivers as (
    select
        season,
        constructor_id,
        cast(count(distinct driver_id) as integer) as drivers
    from drives
    group by season, constructor_id
),

raced as (
    select
        season,
        constructor_id,
        cast(count(*) as integer) as entries,
        tally(starts > 0) as races,
        total(starts) as starts,
        total(wins) as wins,
        total(podiums) as podiums,
        total(poles) as poles,
        total(fastest_laps) as fastest_laps,
        total(hat_tricks) as hat_tricks,
        total(grand_slams) as grand_slams,
        tally(is_one_two) as one_twos,
        tally(is_front_row) as front_row_lockouts,
        min(best_position) as best_position,
        total(classified) as classified,
        total(dnfs) as dnfs,
        total(laps_led) as laps_led,
        cast(sum(places_gained) as integer) as places_gained,
        cast(sum(points) as decimal(7, 2)) as points
    from entered
    group by season, constructor_id
),

joined as (
    select
        raced.*,
        drivers.drivers,
        standings.points as points_counted,
        standings."position" as championship_position,
        coalesce(standings.is_champion, false) as is_champion,
        per(raced.points, raced.starts) as points_per_start,
        percent(raced.dnfs, raced.starts) as dnf_percent
    from raced
    left join drivers using (season, constructor_id)
    left join standings using (season, constructor_id)
)

select * from joined order by season, constructor_id
