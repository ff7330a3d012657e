with pairs as (
    select * from lyzer_metrics.teammate_season
),

faults as (
    select own.season, own.constructor_id, own.driver_id, own.teammate_id
    from pairs as own
    left join pairs as mate
        on own.season = mate.season
        and own.constructor_id = mate.constructor_id
        and own.driver_id = mate.teammate_id
        and own.teammate_id = mate.driver_id
    where mate.driver_id is null
        or own.races <> mate.races
        or own.points <> mate.teammate_points
        or own.races_ahead + mate.races_ahead > own.both_classified
        or own.qualifying_ahead + mate.qualifying_ahead > own.both_qualified
)

select * from faults
