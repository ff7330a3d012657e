with careers as (
    select * from lyzer_metrics.driver_career
),

drives as (
    select * from lyzer_metrics.driver_race
    where not exists (from intermediate.season_gap)
),

counted as (
    select
        driver_id,
        count(*) filter (where is_win) as wins,
        count(*) filter (where is_podium) as podiums,
        count(*) filter (where is_pole) as poles
    from drives
    group by driver_id
),

faults as (
    select driver_id, careers.wins, careers.podiums, careers.poles
    from careers
    full join counted using (driver_id)
    where (careers.wins, careers.podiums) is distinct from
        (counted.wins, counted.podiums)
        or careers.poles <> counted.poles
)

select * from faults
