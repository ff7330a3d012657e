with entered as (
    select * from intermediate.constructor_race
    where not exists (from intermediate.season_gap)
),

constructors as (
    select * from lyzer.constructor
),

race_order as (
    select * from intermediate.race_order
),

feats as (
    select distinct
        constructors.base_constructor_id,
        race_id,
        unnest([
            case when starts > 0 then 'start' end,
            case when points > 0 then 'points' end,
            case when podiums > 0 then 'podium' end,
            case when poles > 0 then 'pole' end,
            case when wins > 0 then 'win' end,
            case when is_one_two then 'one_two' end
        ]) as kind
    from entered
    join constructors using (constructor_id)
),

numbered as (
    select
        base_constructor_id,
        kind,
        race_id,
        race_number,
        race_number - row_number() over (
            partition by base_constructor_id, kind order by race_number
        ) as island
    from feats
    join race_order using (race_id)
    where kind is not null
),

streaks as (
    select
        base_constructor_id,
        kind,
        arg_min(race_id, race_number) as first_race_id,
        arg_max(race_id, race_number) as last_race_id,
        cast(count(*) as integer) as length,
        max(race_number) = (
            select max(race_number) from race_order
        ) as is_running
    from numbered
    group by base_constructor_id, kind, island
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

select * from ranked order by kind, base_constructor_id, first_race_id
