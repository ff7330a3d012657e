with drives as (
    select * from lyzer_metrics.driver_race
    where not exists (from intermediate.season_gap)
),

race_order as (
    select * from intermediate.race_order
),

feats as (
    select
        driver_id,
        race_id,
        unnest([
            case when is_start then 'start' end,
            case when is_classified then 'finish' end,
            case when is_points_finish then 'points' end,
            case when is_podium then 'podium' end,
            case when is_pole then 'pole' end,
            case when is_fastest_lap then 'fastest_lap' end,
            case when is_win then 'win' end
        ]) as kind
    from drives
),

-- In a run without a gap, race number minus row number stays the same.
numbered as (
    select
        driver_id,
        kind,
        race_id,
        race_number,
        race_number - row_number() over (
            partition by driver_id, kind order by race_number
        ) as island
    from feats
    join race_order using (race_id)
    where kind is not null
),

streaks as (
    select
        driver_id,
        kind,
        arg_min(race_id, race_number) as first_race_id,
        arg_max(race_id, race_number) as last_race_id,
        cast(count(*) as integer) as length,
        max(race_number) = (
            select max(race_number) from race_order
        ) as is_running
    from numbered
    group by driver_id, kind, island
    having count(*) > 1
),

ranked as (
    select
        *,
        cast(
            rank() over (partition by kind order by length desc) as integer
        ) as record_rank
    from streaks
)

select * from ranked order by kind, driver_id, first_race_id
