with paces as (
    select * from lyzer_metrics.race_pace
),

faults as (
    select race_id, season, driver_id
    from paces
    where best_lap_millis > median_lap_millis
        or clean_laps > laps
        or lap_spread_millis < 0
        or (clean_laps = 0) <> (median_lap_millis is null)
)

select * from faults
