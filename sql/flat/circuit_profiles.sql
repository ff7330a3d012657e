select
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit_profile.races,
    circuit_profile.first_season,
    circuit_profile.last_season,
    circuit_profile.winners,
    circuit_profile.pole_win_percent,
    circuit_profile.dnf_percent,
    circuit_profile.lead_changes_per_race,
    circuit_profile.overtakes_per_race,
    circuit_profile.most_driver_wins,
    circuit_profile.most_constructor_wins,
    circuit_profile.driver_dominance_percent,
    circuit_profile.constructor_dominance_percent,
    circuit_profile.lap_record_millis,
    lap_record_driver.ref as lap_record_driver_ref,
    lap_record_driver.given_name || ' ' || lap_record_driver.family_name
        as lap_record_driver_name,
    lap_record_race.season as lap_record_season,
    lap_record_race.round as lap_record_round,
    lap_record_race.race_name as lap_record_race_name
from lyzer_metrics.circuit_profile
join lyzer.circuit on circuit.circuit_id = circuit_profile.circuit_id
left join lyzer.driver as lap_record_driver
    on lap_record_driver.driver_id = circuit_profile.lap_record_driver_id
left join lyzer.race as lap_record_race
    on lap_record_race.id = circuit_profile.lap_record_race_id
