with summary as (
    select * from lyzer_metrics.race_summary
),

shown as (
    select
        race.id as race_id,
        race.season,
        race.round,
        race.race_name,
        race.date,
        circuit.circuit_name,
        circuit.locality,
        circuit.country,
        winner.given_name || ' ' || winner.family_name as winner,
        winner.ref as winner_ref,
        pole.given_name || ' ' || pole.family_name as pole,
        pole.ref as pole_ref,
        summary.laps,
        summary.margin_millis,
        summary.starters,
        summary.classified,
        summary.lead_changes,
        summary.overtakes
    from lyzer.race
    inner join lyzer.circuit using (circuit_id)
    left join summary on race.id = summary.race_id
    left join lyzer.driver as winner
        on summary.winning_driver_id = winner.driver_id
    left join lyzer.driver as pole on summary.pole_driver_id = pole.driver_id
    where race.season = $season and race.round = $round
)

select * from shown
