with lists as (
    select * from raw.sprintqualifying
),

unnested as (
    select
        list,
        session,
        unnest(session.results) as given,
        generate_subscripts(session.results, 1) as row_index
    from lists
),

renamed as (
    select
        try_cast(session.season."year" as integer) as season,
        try_cast(session.round.number as integer) as round,
        session.round.name as race_name,
        known_text(session.round.wikipedia) as race_url,
        given.driver.id as alpha_driver_id,
        given.driver.given_name as given_name,
        given.driver.family_name as family_name,
        given.team.id as alpha_team_id,
        given.team.name as team_name,
        try_cast(given.car_number as integer) as number,
        try_cast(given."position" as integer) as "position",
        known_text(given.components.SQ1."time") as sq1,
        known_text(given.components.SQ2."time") as sq2,
        known_text(given.components.SQ3."time") as sq3,
        list,
        0 as page_offset,
        row_index
    from unnested
)

select * from renamed
