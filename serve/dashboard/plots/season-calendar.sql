with summary as (
    select * from lyzer_metrics.race_summary where season = $season
),

shown as (
    select
        race.season,
        race.round,
        race.race_name,
        race.date,
        circuit.circuit_name,
        circuit.country,
        winner.given_name || ' ' || winner.family_name as winner,
        winner.ref as winner_ref,
        constructor."name" as constructor,
        summary.winner_grid,
        pole.given_name || ' ' || pole.family_name as pole,
        pole.ref as pole_ref,
        summary.margin_millis
    from lyzer.race
    inner join lyzer.circuit using (circuit_id)
    left join summary on race.id = summary.race_id
    left join lyzer.driver as winner
        on summary.winning_driver_id = winner.driver_id
    left join lyzer.constructor
        on summary.winning_constructor_id = constructor.constructor_id
    left join lyzer.driver as pole on summary.pole_driver_id = pole.driver_id
    where race.season = $season
)

select * from shown order by round
