-- Who overtook most on the track in 2025?
select driver.family_name as driver,
    count(*) as overtakes,
    count(distinct overtake.race_id) as races
from lyzer_metrics.overtake
join lyzer.driver using (driver_id)
where overtake.season = 2025
group by driver.driver_id, driver.family_name
order by overtakes desc, driver
limit 5;
