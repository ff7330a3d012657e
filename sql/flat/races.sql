select
    race.season,
    race.round,
    race.race_name,
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit.locality,
    circuit.country,
    race.date,
    race.time,
    race.url
from lyzer.race
join lyzer.circuit on circuit.circuit_id = race.circuit_id
