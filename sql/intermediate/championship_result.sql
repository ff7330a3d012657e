with entries as (
    select * from intermediate.championship_entry
),

championship_rules as (
    select * from rules.championship_rule
),

points_systems as (
    select * from rules.points_system where session = 'race'
),

points_factors as (
    select * from rules.points_factor
),

shared as (
    select championship, race_id, place, count_if(is_counted) as sharers
    from entries
    group by championship, race_id, place
),

yielded as (
    select championship, race_id, list(place) as places
    from entries where yields_place
    group by championship, race_id
),

-- Those behind a car that could not score move up, unless it kept its place.
moved as (
    select
        entries.*,
        shared.sharers,
        entries.place - coalesce(
            len(list_filter(places, lambda ahead: ahead < entries.place)), 0
        ) as points_place
    from entries
    left join shared using (championship, race_id, place)
    left join yielded using (championship, race_id)
),

scored as (
    select
        moved.championship,
        moved.season,
        moved.round,
        moved.race_id,
        moved.race_result_id,
        moved.competitor_id,
        moved.entry,
        best_car_only,
        moved.place,
        case
            when tie_places = 'all' then moved.place
            -- Where only places in the points broke ties, others are none.
            when points_systems.points is not null then points_place
        end as tie_place,
        moved.listed_place,
        coalesce(
            points_share(points_systems.points * coalesce(factor, 1), sharers),
            0.00
        ) as points
    from moved
    inner join championship_rules
        on moved.championship = championship_rules.championship
        and moved.season between championship_rules.season_from
            and coalesce(championship_rules.season_to, moved.season)
    left join points_systems
        on moved.championship = points_systems.championship
        and moved.season between points_systems.season_from
            and coalesce(points_systems.season_to, 9999)
        and points_systems.place = case
            when is_counted and (sharers = 1 or shared_cars_score)
                then points_place
        end
    left join points_factors using (season, race_name)
)

select * from scored
