-- From how far back has a race been won?
select driver_race.grid,
    driver.family_name as driver,
    race.season || ' ' || race.race_name as race
from lyzer_metrics.driver_race
join lyzer.driver using (driver_id)
join lyzer.race on race.id = driver_race.race_id
where driver_race.is_win
    and driver_race.grid >= 16
order by driver_race.grid desc, race.season;
