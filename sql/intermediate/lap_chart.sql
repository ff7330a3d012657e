with laps as (
    select * from lyzer.lap
),

visits as (
    select * from lyzer_metrics.pit_visit
),

usual as (
    select race_id, driver_id, quantile_disc(millis, 0.5) as usual_millis
    from laps
    group by race_id, driver_id
),

pit_laps as (
    select
        race_id,
        driver_id,
        lap,
        -- A drive-through ends no stint.
        max(cast(kind is distinct from 'drive_through' as integer)) as ended
    from visits
    group by race_id, driver_id, lap
),

-- Where Jolpica has no places, time since the start tells them.
unplaced as (
    select *, sum(millis) over run as elapsed_millis
    from laps
    where race_id in (select race_id from laps where "position" is null)
    window run as (partition by race_id, driver_id order by lap)
),

placed as (
    select race_id, driver_id, lap, row_number() over field as "position"
    from unplaced
    window field as (
        partition by race_id, lap order by elapsed_millis, driver_id
    )
),

joined as (
    select
        laps.* replace (
            cast(coalesce(laps."position", placed."position") as integer)
            as "position"
        ),
        usual_millis,
        laps.race_id in (select race_id from visits) as has_visits,
        ended,
        ended is not null as is_in_lap
    from laps
    join usual using (race_id, driver_id)
    left join placed using (race_id, driver_id, lap)
    left join pit_laps using (race_id, driver_id, lap)
),

charted as (
    select
        race_id, driver_id, lap, season, "position",
        lag("position") over run as previous_position,
        millis,
        cast(sum(millis) over run as integer) as elapsed_millis,
        case
            when has_visits
                then cast(
                    1 + coalesce(sum(ended) over run, 0) - coalesce(ended, 0)
                    as integer
                )
        end as stint,
        is_in_lap or lag(is_in_lap, 1, false) over run as is_pit_lap,
        lap > 1 and millis <= usual_millis * 1.07 and not is_pit_lap as is_clean
    from joined
    window run as (partition by race_id, driver_id order by lap)
)

select * from charted
