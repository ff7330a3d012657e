select
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    base_constructor.ref as base_constructor_ref,
    circuit_constructor.races,
    circuit_constructor.wins,
    circuit_constructor.podiums,
    circuit_constructor.poles,
    circuit_constructor.fastest_laps,
    circuit_constructor.points,
    circuit_constructor.laps_led,
    circuit_constructor.best_position,
    circuit_constructor.first_win_season,
    circuit_constructor.last_win_season,
    circuit_constructor.win_rank
from lyzer_metrics.circuit_constructor
join lyzer.circuit on circuit.circuit_id = circuit_constructor.circuit_id
join lyzer.base_constructor
    on base_constructor.constructor_id = circuit_constructor.base_constructor_id
