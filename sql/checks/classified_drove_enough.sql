with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

compared as (
    select
        *,
        max(laps) filter ("position" = 1) over (partition by race_id)
            as winner_laps
    from results
),

-- Nine tenths of the winner's laps, rounded down. Before 1966 organisers had
-- rules of their own.
wrong as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        compared.position_text,
        compared.laps,
        compared.winner_laps
    from compared
    inner join races on compared.race_id = races.id
    inner join drivers on compared.driver_id = drivers.driver_id
    where races.season >= 1966
        and (
            (
                regexp_full_match(position_text, '\d+')
                and laps < floor(0.9 * winner_laps)
            )
            or (position_text = 'R' and laps >= ceil(0.9 * winner_laps))
        )
)

select * from wrong
