with races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

deaths as (
    select * from rules.driver_death
),

ordered as (
    select
        id as race_id,
        season,
        lead(date) over (partition by season order by round) as next_date
    from races
),

-- The driver died before the next race of the season.
deceased as (
    select ordered.race_id, drivers.driver_id
    from deaths
    inner join drivers on deaths.driver_ref = drivers.ref
    inner join ordered
        on year(deaths.died_on) = ordered.season
        and deaths.died_on < ordered.next_date
)

select * from deceased
