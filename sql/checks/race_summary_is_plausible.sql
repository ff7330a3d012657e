with races as (
    select * from lyzer_metrics.race_summary
),

faults as (
    select race_id, season, margin_millis, leaders, lead_changes
    from races
    where margin_millis < 0
        or classified > starters
        or leaders < 1
        or lead_changes < leaders - 1
)

select * from faults
