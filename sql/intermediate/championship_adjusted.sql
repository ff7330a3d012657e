with progress as (
    select * from intermediate.championship_progress
),

championship_rules as (
    select * from rules.championship_rule
),

drivers as (
    select * from lyzer.driver
),

constructors as (
    select * from lyzer.constructor
),

adjustments as (
    select * from rules.championship_adjustment
),

competitors as (
    select 'driver' as championship, driver_id as competitor_id, ref
    from drivers
    union all
    select 'constructor' as championship, constructor_id, ref
    from constructors
),

-- As the record has it now, and as it stood then, before an exclusion.
records as (
    select unnest(['now', 'then']) as record
),

adjusted as (
    select
        records.record,
        progress.*,
        competitors.ref as competitor_ref,
        case
            when adjustments.keeps_points is false then 0.00
            else progress.points_scored
                - progress.points_dropped
                + coalesce(adjustments.points, 0.00)
        end as points,
        adjustments.position_text as excluded_text,
        championship_rules.ranks_pointless
    from progress
    cross join records
    inner join championship_rules
        on progress.championship = championship_rules.championship
        and progress.season between championship_rules.season_from
            and coalesce(championship_rules.season_to, progress.season)
    inner join competitors
        on progress.championship = competitors.championship
        and progress.competitor_id = competitors.competitor_id
    left join adjustments
        on progress.championship = adjustments.championship
        and progress.season = adjustments.season
        and competitors.ref = adjustments.competitor_ref
        and progress.entry = coalesce(adjustments.entry, '')
        and progress.round >= if(
            records.record = 'now',
            adjustments.round_from,
            adjustments.round_known
        )
)

select * from adjusted
