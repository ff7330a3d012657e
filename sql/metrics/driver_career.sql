with seasons as (
    select * from lyzer_metrics.driver_season
    where not exists (from intermediate.season_gap)
),

drives as (
    select * from lyzer_metrics.driver_race
),

teams as (
    select driver_id, cast(count(distinct constructor_id) as integer) as teams
    from drives
    group by driver_id
),

summed as (
    select
        driver_id,
        cast(count(*) as integer) as seasons,
        min(season) as first_season,
        max(season) as last_season,
        total(entries) as entries,
        total(starts) as starts,
        tally(is_champion) as titles,
        total(wins) as wins,
        total(shared_wins) as shared_wins,
        total(podiums) as podiums,
        total(poles) as poles,
        total(front_rows) as front_rows,
        total(fastest_laps) as fastest_laps,
        total(hat_tricks) as hat_tricks,
        total(grand_slams) as grand_slams,
        total(sprint_wins) as sprint_wins,
        min(championship_position) as best_championship_position,
        min(best_position) as best_position,
        total(points_finishes) as points_finishes,
        total(classified) as classified,
        total(dnfs) as dnfs,
        total(disqualifications) as disqualifications,
        cast(sum(points) as decimal(8, 2)) as points,
        cast(sum(points_counted) as decimal(8, 2)) as points_counted,
        total(laps) as laps,
        total(laps_led) as laps_led,
        cast(sum(places_gained) as integer) as places_gained
    from seasons
    group by driver_id
),

rated as (
    select
        summed.* exclude (shared_wins),
        teams.teams,
        per(points, starts) as points_per_start,
        percent(wins, starts) as win_percent,
        percent(podiums, starts) as podium_percent,
        percent(poles, starts) as pole_percent,
        percent(dnfs, starts) as dnf_percent,
        summed.shared_wins
    from summed
    join teams using (driver_id)
)

select * from rated order by driver_id
