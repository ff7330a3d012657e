with pages as (
    select * from raw.alpharounds
),

rounds as (
    select
        list,
        coalesce(try_cast(page as integer) - 1, 0) * 100 as page_offset,
        unnest(rounds) as round,
        generate_subscripts(rounds, 1) as race_index
    from pages
),

sessions as (
    select
        *,
        unnest(round.sessions) as given,
        generate_subscripts(round.sessions, 1) as row_index
    from rounds
),

renamed as (
    select
        try_cast(round.season."year" as integer) as season,
        round.name as race_name,
        known_text(round.wikipedia) as race_url,
        given.type as session,
        -- Midnight stands for a time that is not known.
        case
            when coalesce(given.missing_time_data, 'false') <> 'true'
                then try_cast(given.timestamp as timestamp)
        end as starts_at,
        known_text(given.timezone) as time_zone,
        coalesce(round.is_cancelled = 'true', false)
        or coalesce(given.is_cancelled = 'true', false) as is_cancelled,
        list,
        page_offset,
        race_index,
        row_index
    from sessions
)

select * from renamed
