with laps as (
    select * from lyzer.lap
),

races as (
    select * from lyzer.race
),

counted as (
    select
        races.season,
        races.round,
        laps.lap,
        count(laps."position") as places,
        count(distinct laps."position") as positions,
        max(laps."position") as last_position
    from laps
    inner join races on laps.race_id = races.id
    group by all
)

select * from counted
where places <> positions or positions <> last_position
