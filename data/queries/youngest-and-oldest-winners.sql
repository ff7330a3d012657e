-- Who was the youngest to win, and who the oldest?
select driver.given_name || ' ' || driver.family_name as driver,
    milestone.first_age_years as years,
    milestone.first_age_days as days,
    race.season || ' ' || race.race_name as race
from lyzer_metrics.driver_milestone as milestone
join lyzer.driver using (driver_id)
join lyzer.race on race.id = milestone.first_race_id
where milestone.kind = 'win'
    and (milestone.youngest_rank <= 3 or milestone.oldest_rank = 1)
order by years, days;
