with reliability as (
    select * from lyzer_metrics.reliability_season
),

seasons as (
    select * from lyzer_metrics.constructor_season
),

faults as (
    select season, constructor_id, reliability.dnfs, seasons.dnfs as retired
    from reliability
    join seasons using (season, constructor_id)
    where reliability.dnfs <> seasons.dnfs
        or reliability.starts <> seasons.starts
        or mechanical_dnfs + accident_dnfs + driver_dnfs + unexplained_dnfs
        <> reliability.dnfs
)

select * from faults
