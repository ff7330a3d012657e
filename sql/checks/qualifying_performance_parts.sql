with qualified as (
    select * from lyzer_metrics.qualifying_performance
),

ordered as (
    select
        *,
        min(part_reached) over (
            partition by race_id
            order by "position"
            rows between unbounded preceding and 1 preceding
        ) as part_ahead
    from qualified
),

faults as (
    select race_id, season, driver_id, "position", part_reached
    from ordered
    where part_gap_percent < 0 or part_reached > part_ahead
)

select * from faults
