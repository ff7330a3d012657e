with seasons as (
    select * from lyzer_metrics.driver_qualifying_season
),

faults as (
    select season, driver_id, sessions
    from seasons
    where part_3_appearances + part_2_exits + part_1_exits <> sessions
        or firsts > sessions
)

select * from faults
