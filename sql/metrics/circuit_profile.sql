with races as (
    select * from lyzer_metrics.race_summary
),

drivers as (
    select * from lyzer_metrics.circuit_driver
),

constructors as (
    select * from lyzer_metrics.circuit_constructor
),

summed as (
    select
        circuit_id,
        cast(count(*) as integer) as races,
        min(season) as first_season,
        max(season) as last_season,
        cast(count(distinct winning_driver_id) as integer) as winners,
        percent(
            count_if(winning_driver_id = pole_driver_id), count(pole_driver_id)
        ) as pole_win_percent,
        percent(sum(dnfs), sum(starters)) as dnf_percent,
        per(sum(lead_changes), count(lead_changes)) as lead_changes_per_race,
        per(sum(overtakes), count(overtakes)) as overtakes_per_race
    from races group by circuit_id
),

lap_records as (
    select
        circuit_id,
        millis as lap_record_millis,
        driver_id as lap_record_driver_id,
        race_id as lap_record_race_id
    from intermediate.lap_record
),

driver_wins as (
    select circuit_id, max(wins) as most_driver_wins
    from drivers
    group by circuit_id
),

constructor_wins as (
    select circuit_id, max(wins) as most_constructor_wins
    from constructors
    group by circuit_id
),

joined as (
    select
        summed.*,
        most_driver_wins,
        most_constructor_wins,
        percent(most_driver_wins, races) as driver_dominance_percent,
        percent(most_constructor_wins, races) as constructor_dominance_percent,
        lap_record_millis, lap_record_driver_id, lap_record_race_id
    from summed
    join driver_wins using (circuit_id)
    join constructor_wins using (circuit_id)
    left join lap_records using (circuit_id)
)

select * from joined order by circuit_id
