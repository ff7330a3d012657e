with races as (
    select * from staging.stg_races
),

sessions as (
    select
        season,
        race_name,
        'First Practice' as session_name,
        practice_1_date as date,
        practice_1_time as "time"
    from races
    union all
    select
        season,
        race_name,
        'Second Practice' as session_name,
        practice_2_date as date,
        practice_2_time as "time"
    from races
    union all
    select
        season,
        race_name,
        'Third Practice' as session_name,
        practice_3_date as date,
        practice_3_time as "time"
    from races
),

keyed as (
    select
        lyzer_uuid(
            concat_ws('/', 'practice_session', season, race_name, session_name)
        ) as id,
        lyzer_uuid(concat_ws('/', 'race', season, race_name)) as race_id,
        session_name,
        date,
        "time"
    from sessions
    where date is not null or "time" is not null
)

select * from keyed order by race_id, session_name
