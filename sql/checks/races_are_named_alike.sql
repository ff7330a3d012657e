with calendar as (
    select * from staging.stg_calendar
),

headers as (
    select * from staging.stg_race_headers where resource <> 'races'
),

calendared as (
    select distinct season from calendar
),

compared as (
    select
        headers.season,
        headers.round,
        headers.list,
        concat_ws(
            ', ',
            headers.race_name,
            headers.circuit_ref,
            headers.date,
            headers."time",
            headers.url
        ) as named_as,
        concat_ws(
            ', ',
            calendar.race_name,
            calendar.circuit_ref,
            calendar.date,
            calendar."time",
            calendar.url
        ) as calendar_has
    from headers
    -- A part of history may lack the calendar.
    inner join calendared using (season)
    left join calendar using (season, round)
    group by all
)

select * from compared where named_as <> calendar_has
