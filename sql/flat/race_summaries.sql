select
    race.season,
    race.round,
    race.race_name,
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    winning_driver.ref as winning_driver_ref,
    winning_driver.given_name || ' ' || winning_driver.family_name
        as winning_driver_name,
    winning_constructor.ref as winning_constructor_ref,
    winning_constructor.name as winning_constructor_name,
    race_summary.winner_grid,
    pole_driver.ref as pole_driver_ref,
    pole_driver.given_name || ' ' || pole_driver.family_name
        as pole_driver_name,
    fastest_lap_driver.ref as fastest_lap_driver_ref,
    fastest_lap_driver.given_name || ' ' || fastest_lap_driver.family_name
        as fastest_lap_driver_name,
    race_summary.laps,
    race_summary.millis,
    race_summary.margin_laps,
    race_summary.margin_millis,
    race_summary.starters,
    race_summary.classified,
    race_summary.dnfs,
    race_summary.leaders,
    race_summary.lead_changes,
    race_summary.pit_visits,
    race_summary.overtakes
from lyzer_metrics.race_summary
join lyzer.race on race.id = race_summary.race_id
join lyzer.circuit on circuit.circuit_id = race_summary.circuit_id
join lyzer.driver as winning_driver
    on winning_driver.driver_id = race_summary.winning_driver_id
join lyzer.constructor as winning_constructor
    on winning_constructor.constructor_id = race_summary.winning_constructor_id
left join lyzer.driver as pole_driver
    on pole_driver.driver_id = race_summary.pole_driver_id
left join lyzer.driver as fastest_lap_driver
    on fastest_lap_driver.driver_id = race_summary.fastest_lap_driver_id
