with drives as (
    select * from intermediate.drive
    anti join intermediate.season_gap using (season)
),

counted as (
    select
        season,
        constructor_id,
        tally(true) as starts,
        tally(is_dnf) as dnfs,
        tally(is_dnf and retirement_cause is null) as unexplained_dnfs,
        tally(retirement_cause is not distinct from 'mechanical') as mechanical,
        tally(retirement_cause is not distinct from 'accident') as accident,
        tally(retirement_cause is not distinct from 'driver') as driver,
        dnfs = 0 or unexplained_dnfs < dnfs as is_told
    from drives
    where is_first_of_car and is_start
    group by season, constructor_id
),

rated as (
    select
        season,
        constructor_id,
        starts,
        dnfs,
        case when is_told then mechanical end as mechanical_dnfs,
        case when is_told then accident end as accident_dnfs,
        case when is_told then driver end as driver_dnfs,
        unexplained_dnfs,
        percent(dnfs, starts) as dnf_percent,
        case
            when unexplained_dnfs = 0 then percent(mechanical, starts)
        end as mechanical_percent
    from counted
)

select * from rated order by season, constructor_id
