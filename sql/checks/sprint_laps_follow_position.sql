with results as (
    select * from staging.stg_sprint
),

placed as (
    select
        *,
        first_value(laps) over in_order as winner_laps,
        lag(laps) over in_order as ahead_laps
    from results
    window in_order as (partition by season, round order by "position")
),

wrong as (
    select
        season,
        round,
        driver_ref as driver,
        "position",
        laps,
        ahead_laps,
        winner_laps
    from placed
    where laps > winner_laps
        or (regexp_full_match(position_text, '\d+') and laps > ahead_laps)
)

select * from wrong
