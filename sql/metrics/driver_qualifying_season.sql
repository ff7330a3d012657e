with qualified as (
    select * from lyzer_metrics.qualifying_performance
    anti join intermediate.season_gap using (season)
    where season not in (
        select season from intermediate.unfetched_race
        where resource = 'qualifying'
    )
),

drives as (
    select * from lyzer_metrics.driver_race
),

summed as (
    select
        qualified.season,
        driver_id,
        cast(count(*) as integer) as sessions,
        tally(qualified."position" = 1) as firsts,
        tally(drives.driver_id is not null and is_pole) as poles,
        min(qualified."position") as best_position,
        per(sum(qualified."position"), count(qualified."position"))
            as average_position,
        tally(part_reached = 3) as part_3_appearances,
        tally(part_reached = 2) as part_2_exits,
        tally(part_reached = 1) as part_1_exits,
        quantile_disc(gap_percent, 0.5) as median_gap_percent
    from qualified
    left join drives using (race_id, driver_id)
    group by qualified.season, driver_id
)

select * from summed order by season, driver_id
