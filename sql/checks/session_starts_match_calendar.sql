with races as (
    select * from lyzer.race
),

calendar as (
    select * from staging.stg_calendar
),

starts as (
    select * from lyzer.session_start
),

started as (
    select distinct races.season
    from starts
    inner join races on starts.race_id = races.id
),

due as (
    select
        season,
        round,
        race_name,
        unnest([
            {session: 'FP1', date: practice_1_date, "time": practice_1_time},
            {session: 'FP2', date: practice_2_date, "time": practice_2_time},
            {session: 'FP3', date: practice_3_date, "time": practice_3_time},
            {session: 'Q1', date: qualifying_date, "time": qualifying_time},
            {session: 'Q2', date: qualifying_date, "time": null},
            {session: 'Q3', date: qualifying_date, "time": null},
            {
                session: 'SQ1',
                date: sprint_qualifying_date,
                "time": sprint_qualifying_time
            },
            {session: 'SQ2', date: sprint_qualifying_date, "time": null},
            {session: 'SQ3', date: sprint_qualifying_date, "time": null},
            {session: 'SR', date: sprint_date, "time": sprint_time},
            {session: 'R', date: date, "time": "time"}
        ], recursive := true)
    from calendar
),

compared as (
    select
        due.season,
        due.round,
        due.race_name,
        due.session,
        due.date,
        due.date + due."time" as due_at,
        due.session in ('Q2', 'Q3', 'SQ2', 'SQ3') as is_later_part,
        starts.starts_at,
        starts.time_zone
    from due
    inner join races using (season, race_name)
    left join starts
        on races.id = starts.race_id and due.session = starts.session
    where due.season in (select season from started)
)

select * from compared
where (not is_later_part and due_at is distinct from starts_at)
    or (date is null) <> (time_zone is null)
    or (date is null) <> (starts_at is null)
