with drives as (
    select * from lyzer_metrics.driver_race
    where not exists (from intermediate.season_gap)
),

race_order as (
    select * from intermediate.race_order
),

drivers as (
    select * from lyzer.driver
),

counted as (
    select
        drives.*,
        date,
        race_number,
        count_if(is_start) over (
            partition by driver_id order by race_number
        ) as starts
    from drives
    join race_order using (race_id)
),

feats as (
    select
        *,
        unnest([
            case when is_start then 'start' end,
            case when is_points_finish then 'points' end,
            case when is_podium then 'podium' end,
            case when is_pole then 'pole' end,
            case when is_win then 'win' end
        ]) as kind
    from counted
),

firsts as (
    select
        driver_id,
        kind,
        cast(count(*) as integer) as races,
        arg_min(race_id, race_number) as first_race_id,
        min(date) as first_date,
        arg_max(race_id, race_number) as last_race_id,
        max(date) as last_date,
        cast(min(starts) as integer) as starts_to_first
    from feats
    where kind is not null
    group by driver_id, kind
),

aged as (
    select
        firsts.*,
        age_years(date_of_birth, first_date) as first_age_years,
        age_days(date_of_birth, first_date) as first_age_days,
        age_years(date_of_birth, last_date) as last_age_years,
        age_days(date_of_birth, last_date) as last_age_days
    from firsts
    join drivers using (driver_id)
),

ranked as (
    select
        *,
        cast(rank() over youngest as integer) as youngest_rank,
        cast(rank() over oldest as integer) as oldest_rank
    from aged
    window
        youngest as (
            partition by kind order by first_age_years, first_age_days
        ),
        oldest as (
            partition by kind order by last_age_years desc, last_age_days desc
        )
)

select * from ranked order by kind, driver_id
