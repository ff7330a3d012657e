with rescored as (
    select * from lyzer_metrics.rescored_season
),

seasons as (
    select * from lyzer_metrics.driver_season
),

-- Half points in 1991 and 2009, double points in 2014, points for fastest laps
-- from 2019 on; Schumacher kept his points of 1997.
alike as (
    select *
    from rescored
    where (scoring = '1991' and season between 1992 and 2002)
        or (scoring = '2003' and season between 2003 and 2008)
        or (scoring = '2010' and season between 2010 and 2013)
        or (scoring = '2010' and season between 2015 and 2018)
),

faults as (
    select season, driver_id, alike.points, seasons.points as given
    from alike
    join seasons using (season, driver_id)
    where alike.points <> seasons.points
)

select * from faults
