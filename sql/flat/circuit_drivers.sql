select
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    circuit_driver.starts,
    circuit_driver.wins,
    circuit_driver.podiums,
    circuit_driver.poles,
    circuit_driver.fastest_laps,
    circuit_driver.points,
    circuit_driver.laps_led,
    circuit_driver.best_position,
    circuit_driver.first_win_season,
    circuit_driver.last_win_season,
    circuit_driver.win_rank
from lyzer_metrics.circuit_driver
join lyzer.circuit on circuit.circuit_id = circuit_driver.circuit_id
join lyzer.driver on driver.driver_id = circuit_driver.driver_id
