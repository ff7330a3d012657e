with drives as (
    select * from intermediate.drive
),

races as (
    select * from lyzer.race
),

laps as (
    select * from intermediate.lap_chart
),

polesitters as (
    select * from intermediate.polesitter
),

fastest_laps as (
    select * from intermediate.race_fastest_lap
),

driven as (
    select
        * replace (
            bool_or(is_start) over driver as is_start,
            cast(sum(points) over driver as decimal(6, 2)) as points
        )
    from drives
    window driver as (partition by race_id, driver_id)
    qualify is_best_of_driver
),

-- A lap driven after the race was over, as in China in 2014, leads nothing.
led as (
    select race_id, driver_id, cast(count(*) as integer) as laps_led
    from laps
    join driven using (race_id, driver_id)
    where laps."position" = 1 and lap <= race_laps
    group by race_id, driver_id
),

joined as (
    select
        driven.*,
        races.round,
        led.laps_led,
        case
            when count(polesitters.driver_id) over race > 0
                then polesitters.driver_id is not null
        end as is_pole,
        fastest_laps.driver_id is not null as sets_fastest_lap, leads_all_laps,
        race_id in (select race_id from led) as has_laps,
        race_id in (select race_id from fastest_laps) as has_fastest_lap
    from driven
    join races on driven.race_id = races.id
    left join led using (race_id, driver_id)
    left join polesitters using (race_id, driver_id)
    left join fastest_laps using (race_id, driver_id)
    window race as (partition by race_id)
),

flagged as (
    select
        race_id, driver_id, season, round, constructor_id,
        grid, "position", points, laps,
        case when has_laps then coalesce(laps_led, 0) end as laps_led,
        case when not is_shared then grid - "position" end as places_gained,
        is_start, "position" is not null as is_classified,
        is_dnf, is_disqualified, coalesce("position" = 1, false) as is_win,
        coalesce("position" <= 3, false) as is_podium,
        points > 0 as is_points_finish, is_pole,
        case when has_laps or has_fastest_lap then sets_fastest_lap end
            as is_fastest_lap,
        is_pole and is_win and is_fastest_lap as is_hat_trick,
        is_hat_trick and coalesce(joined.laps_led = race_laps, leads_all_laps)
            as is_grand_slam,
        is_shared
    from joined
)

select * from flagged order by season, race_id, driver_id
