with calendar as (
    select * from staging.stg_calendar
),

headers as (
    select * from staging.stg_race_headers where resource <> 'races'
),

-- Where no calendar is held, other lists tell that the race is there.
uncharted as (
    select headers.*
    from headers
    anti join calendar using (season, race_name)
    anti join calendar as others using (season, round)
    qualify row_number() over (
        partition by season, round
        order by confirmed_at desc, depth desc, list, page_offset, race_index
    ) = 1
),

known as (
    select * from calendar
    union all by name
    select
        season,
        round,
        url,
        race_name,
        circuit_ref,
        date,
        "time",
        list,
        page_offset,
        race_index
    from uncharted
)

select * from known
