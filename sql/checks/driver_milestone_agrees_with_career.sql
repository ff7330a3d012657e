with milestones as (
    select * from lyzer_metrics.driver_milestone
),

careers as (
    select * from lyzer_metrics.driver_career
),

faults as (
    select driver_id, milestones.kind, milestones.races
    from milestones
    join careers using (driver_id)
    where milestones.races <> case milestones.kind
        when 'start' then careers.starts
        when 'win' then careers.wins
        when 'podium' then careers.podiums
        when 'pole' then careers.poles
        when 'points' then careers.points_finishes
    end
        or milestones.first_date > milestones.last_date
        or milestones.starts_to_first > careers.starts
)

select * from faults
