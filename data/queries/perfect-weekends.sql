-- Who had the perfect weekend: pole, every lap led, fastest lap, win?
select driver.given_name || ' ' || driver.family_name as driver,
    count(*) as grand_slams,
    min(driver_race.season) as first,
    max(driver_race.season) as last
from lyzer_metrics.driver_race
join lyzer.driver using (driver_id)
where driver_race.is_grand_slam
group by driver.driver_id, driver.given_name, driver.family_name
order by grand_slams desc, last
limit 5;
