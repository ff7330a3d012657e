with races as (
    select * from lyzer_metrics.race_summary
),

calendar as (
    select * from lyzer.race
),

circuits as (
    select * from lyzer.circuit
),

layouts as (
    select * from rules.circuit_layout
),

fastest_laps as (
    select * from intermediate.race_fastest_lap
),

raced as (
    select races.*, coalesce(layout, ref) as layout
    from races
    join calendar on calendar.id = races.race_id
    join circuits on circuits.circuit_id = races.circuit_id
    left join layouts
        on circuit_ref = ref
        and races.season >= first_season
        and races.season <= coalesce(last_season, races.season)
        and coalesce(layouts.race_name, calendar.race_name) = calendar.race_name
    -- A layout of one race goes before that of its season.
    qualify row_number() over (
        partition by race_id order by layouts.race_name nulls last
    ) = 1
),

present as (
    select circuit_id, layout from raced
    qualify row_number() over (
        partition by circuit_id order by season desc, round desc
    ) = 1
),

-- With laps missing, a faster one may be among those.
untimed as (
    select circuit_id from raced semi join present using (circuit_id, layout)
    where season between 1996 and 2003 and fastest_lap_driver_id is null
),

joined as (
    select circuit_id, layout, fastest_laps.millis, driver_id, race_id
    from fastest_laps
    join raced using (race_id)
    semi join present using (circuit_id, layout)
    where circuit_id not in (select circuit_id from untimed)
        and fastest_laps.millis is not null
    qualify row_number() over (
        partition by circuit_id order by fastest_laps.millis, race_id
    ) = 1
)

select * from joined order by circuit_id
