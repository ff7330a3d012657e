with stops as (
    select * from lyzer.pit_stop
),

drives as (
    select * from intermediate.drive
),

-- Pit lanes differ in length, so a visit is compared with others of its race.
compared as (
    select
        *,
        quantile_disc(millis, 0.5) filter (where millis < 60000) over (
            partition by race_id
        ) as field_millis
    from stops
),

named as (
    select
        race_id,
        driver_id,
        stop,
        compared.season,
        drives.constructor_id,
        lap,
        millis,
        case
            when millis >= 60000 then 'long'
            when millis < field_millis * 0.85 then 'drive_through'
            when millis is not null then 'stop'
        end as kind,
        case
            when kind = 'stop' then cast(millis - field_millis as integer)
        end as against_field_millis
    from compared
    join drives using (race_id, driver_id)
    where is_best_of_driver
)

select * from named order by season, race_id, driver_id, stop
