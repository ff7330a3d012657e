with seasons as (
    select * from lyzer_metrics.constructor_season
    where not exists (from intermediate.season_gap)
),

summed as (
    select
        constructor_id,
        cast(count(*) as integer) as seasons,
        min(season) as first_season,
        max(season) as last_season,
        total(entries) as entries,
        total(races) as races,
        total(starts) as starts,
        tally(is_champion) as titles,
        total(wins) as wins,
        total(podiums) as podiums,
        total(poles) as poles,
        total(fastest_laps) as fastest_laps,
        total(hat_tricks) as hat_tricks,
        total(grand_slams) as grand_slams,
        total(one_twos) as one_twos,
        total(front_row_lockouts) as front_row_lockouts,
        min(championship_position) as best_championship_position,
        min(best_position) as best_position,
        total(classified) as classified,
        total(dnfs) as dnfs,
        total(laps_led) as laps_led,
        cast(sum(places_gained) as integer) as places_gained,
        cast(sum(points) as decimal(8, 2)) as points,
        cast(sum(points_counted) as decimal(8, 2)) as points_counted,
        per(sum(points), sum(starts)) as points_per_start,
        percent(sum(wins), sum(races)) as win_percent
    from seasons
    group by constructor_id
)

select * from summed order by constructor_id
