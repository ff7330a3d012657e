-- Where is it hardest to pass?
select circuit.circuit_name as circuit,
    profile.races,
    profile.overtakes_per_race,
    profile.pole_win_percent
from lyzer_metrics.circuit_profile as profile
join lyzer.circuit using (circuit_id)
where profile.last_season >= 2025
    and profile.overtakes_per_race is not null
order by profile.overtakes_per_race
limit 5;
