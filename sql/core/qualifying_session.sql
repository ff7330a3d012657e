with races as (
    select * from staging.stg_races
),

results as (
    select * from staging.stg_qualifying
),

run as (
    select season, race_name from results group by season, race_name
),

-- The calendar names no sessions before 2006, and some of them only later.
sessions as (
    select
        season,
        race_name,
        races.qualifying_date as date,
        races.qualifying_time as "time"
    from races
    left join run using (season, race_name)
    where races.qualifying_date is not null
        or races.qualifying_time is not null
        or run.season is not null
),

keyed as (
    select
        lyzer_uuid(concat_ws('/', 'qualifying_session', season, race_name))
            as id,
        lyzer_uuid(concat_ws('/', 'race', season, race_name)) as race_id,
        date,
        "time"
    from sessions
)

select * from keyed order by race_id
