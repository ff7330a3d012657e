-- What were the closest finishes?
select race.season || ' ' || race.race_name as race,
    driver.family_name as winner,
    summary.margin_millis
from lyzer_metrics.race_summary as summary
join lyzer.race on race.id = summary.race_id
join lyzer.driver on driver.driver_id = summary.winning_driver_id
order by summary.margin_millis
limit 5;
