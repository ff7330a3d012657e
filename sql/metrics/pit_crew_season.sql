with visits as (
    select * from lyzer_metrics.pit_visit
    anti join intermediate.season_gap using (season)
    where season not in (
        select season from intermediate.unfetched_race
        where resource = 'pitstops'
    )
),

summed as (
    select
        season,
        constructor_id,
        cast(count(*) as integer) as stops,
        quantile_disc(millis, 0.5) as median_millis,
        min(millis) as best_millis,
        arg_min(race_id, (millis, race_id)) as best_race_id,
        quantile_disc(against_field_millis, 0.5)
            as median_against_field_millis,
        min(against_field_millis) as best_against_field_millis,
        total(against_field_millis) as lost_millis,
        tally(against_field_millis > 5000) as slow_stops
    from visits
    where kind = 'stop'
    group by season, constructor_id
)

select * from summed order by season, constructor_id
