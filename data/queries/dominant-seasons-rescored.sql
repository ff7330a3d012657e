-- Whose season was the most dominant if all had scored as today?
select rescored.season,
    driver.family_name as driver,
    rescored.points,
    rescored.points_percent as percent_of_the_most
from lyzer_metrics.rescored_season as rescored
join lyzer.driver using (driver_id)
where rescored.scoring = '2010'
order by rescored.points_percent desc, rescored.season
limit 6;
