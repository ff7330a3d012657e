select
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit.country,
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    circuit_profile.lap_record_millis as millis
from lyzer_metrics.circuit_profile
join lyzer.circuit on circuit.circuit_id = circuit_profile.circuit_id
join lyzer.race on race.id = circuit_profile.lap_record_race_id
join lyzer.driver on driver.driver_id = circuit_profile.lap_record_driver_id
