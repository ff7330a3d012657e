with calendar as (
    select * from staging.stg_calendar
),

headers as (
    select * from staging.stg_race_headers where resource <> 'races'
),

-- Races of other lists, where no calendar is stored.
uncalendared as (
    select headers.*
    from headers
    anti join calendar using (season, race_name)
    anti join calendar as others using (season, round)
    qualify row_number() over (
        partition by season, round
        order by list_rank, page_offset, race_index
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
    from uncalendared
)

select * from known
