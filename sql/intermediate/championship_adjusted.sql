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
recorded as (
    select
        *,
        unnest(['now', 'then']) as record,
        unnest([round_from, round_known]) as round_held
    from adjustments
),

records as (
    select distinct championship, season, record from recorded
),

-- Without an adjustment in the season, one row stands for both.
doubled as (
    select coalesce(records.record, 'both') as record, progress.*
    from progress
    left join records using (championship, season)
),

adjusted as (
    select
        doubled.*,
        competitors.ref as competitor_ref,
        case
            when recorded.keeps_points is false then 0.00
            else doubled.points_scored
                - doubled.points_dropped
                + coalesce(recorded.points, 0.00)
        end as points,
        recorded.position_text as excluded_text,
        championship_rules.ranks_pointless
    from doubled
    inner join championship_rules
        on doubled.championship = championship_rules.championship
        and doubled.season between championship_rules.season_from
            and coalesce(championship_rules.season_to, doubled.season)
    inner join competitors
        on doubled.championship = competitors.championship
        and doubled.competitor_id = competitors.competitor_id
    left join recorded
        on doubled.record = recorded.record
        and doubled.championship = recorded.championship
        and doubled.season = recorded.season
        and competitors.ref = recorded.competitor_ref
        and doubled.entry = coalesce(recorded.entry, '')
        and doubled.round >= recorded.round_held
)

select * from adjusted
