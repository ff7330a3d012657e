with drives as (
    select * from lyzer_metrics.driver_race
),

counted as (
    select
        race_id,
        season,
        count(*) filter (where is_win) as winners,
        count(*) filter (where is_win and not is_shared) as alone
    from drives
    group by race_id, season
),

faults as (
    select * from counted where winners = 0 or (winners > 1 and alone > 0)
)

select * from faults
