with careers as (
    select * from lyzer_metrics.driver_career
),

drives as (
    select * from lyzer_metrics.driver_race
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
    where (careers.wins, careers.podiums, careers.poles)
        is distinct from (counted.wins, counted.podiums, counted.poles)
)

select * from faults
