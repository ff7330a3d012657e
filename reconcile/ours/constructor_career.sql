-- Careers of chassis makers: the seasons of all constructors with the chassis.
with seasons as (
    select constructor_season.*, constructor.ref
    from lyzer.lyzer_metrics.constructor_season
    inner join lyzer.constructor using (constructor_id)
),

summed as (
    select
        0 as season,
        0 as round,
        coalesce(car.chassis, seasons.ref) as who,
        sum(starts) as starts,
        sum(wins) as wins,
        sum(podiums) as podiums,
        -- Unknown where a season's are.
        if(count(*) = count(poles), sum(poles), null) as poles,
        if(
            count(*) = count(fastest_laps), sum(fastest_laps), null
        ) as fastest_laps,
        count(*) filter (is_champion) as titles,
        coalesce(sum(points_counted), 0) as points_counted
    from seasons
    left join match.car using (season, constructor_id)
    group by coalesce(car.chassis, seasons.ref)
),

named as (
    select
        season,
        round,
        who,
        cast(starts as varchar) as starts,
        cast(wins as varchar) as wins,
        cast(podiums as varchar) as podiums,
        cast(poles as varchar) as poles,
        cast(fastest_laps as varchar) as fastest_laps,
        cast(titles as varchar) as titles,
        cast(points_counted as varchar) as points_counted
    from summed
)

unpivot named on columns(* exclude (season, round, who))
into name field value value
