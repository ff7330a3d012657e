-- Who won most races in a row?
select driver.family_name as driver,
    streak.length as wins,
    first_race.season || ' ' || first_race.race_name as first,
    last_race.season || ' ' || last_race.race_name as last
from lyzer_metrics.driver_streak as streak
join lyzer.driver using (driver_id)
join lyzer.race as first_race on first_race.id = streak.first_race_id
join lyzer.race as last_race on last_race.id = streak.last_race_id
where streak.kind = 'win'
order by streak.length desc, first_race.season
limit 5;
