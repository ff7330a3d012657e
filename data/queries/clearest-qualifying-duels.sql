-- Who beat a team-mate most clearly in qualifying?
select pair.season,
    driver.family_name as driver,
    mate.family_name as team_mate,
    pair.qualifying_ahead as ahead,
    pair.both_qualified as sessions,
    pair.median_qualifying_gap_percent as median_gap_percent
from lyzer_metrics.teammate_season as pair
join lyzer.driver using (driver_id)
join lyzer.driver as mate on mate.driver_id = pair.teammate_id
where pair.both_qualified >= 15
    and pair.qualifying_ahead = pair.both_qualified
order by pair.median_qualifying_gap_percent
limit 5;
