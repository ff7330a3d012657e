with streaks as (
    select * from lyzer_metrics.driver_streak
),

numbered as (
    select race_id, row_number() over (order by season, round) as race_number
    from lyzer_metrics.race_summary
),

faults as (
    select
        streaks.driver_id,
        streaks.kind,
        streaks.length,
        last_race.race_number - first_race.race_number + 1 as races
    from streaks
    join numbered as first_race on streaks.first_race_id = first_race.race_id
    join numbered as last_race on streaks.last_race_id = last_race.race_id
    where streaks.length <> last_race.race_number - first_race.race_number + 1
)

select * from faults
