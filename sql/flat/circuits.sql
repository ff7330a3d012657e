select
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit.lat,
    circuit.long,
    circuit.locality,
    circuit.country,
    circuit.url
from lyzer.circuit
