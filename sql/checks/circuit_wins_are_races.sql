with circuits as (
    select * from lyzer_metrics.circuit_profile
),

drivers as (
    select circuit_id, sum(wins) as wins
    from lyzer_metrics.circuit_driver
    group by circuit_id
),

constructors as (
    select circuit_id, sum(wins) as wins
    from lyzer_metrics.circuit_constructor
    group by circuit_id
),

faults as (
    select circuit_id, circuits.races
    from circuits
    join drivers using (circuit_id)
    join constructors using (circuit_id)
    where constructors.wins <> circuits.races or drivers.wins < circuits.races
)

select * from faults
