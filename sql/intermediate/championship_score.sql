with results as (
    select * from intermediate.championship_result
),

bonuses as (
    select * from intermediate.championship_bonus
),

parts as (
    select *, 0.00 as bonus from results
    union all by name
    select * exclude (kind, points), points as bonus from bonuses
),

raced as (
    select
        championship,
        season,
        round,
        race_id,
        competitor_id,
        entry,
        any_value(best_car_only) as best_car_only,
        max(points) as best_points,
        sum(points) as all_points,
        sum(bonus) as bonus,
        coalesce(max(if(place = 1, 1, 0)), 0) as wins,
        count(place) > 0 as is_classified,
        min(tie_place) as best_place,
        sum(place_weight(tie_place)) as front_places,
        sum(place_weight(tie_place - 21)) as back_places,
        sum(place_weight(listed_place)) as listed_front_places,
        sum(place_weight(listed_place - 21)) as listed_back_places
    from parts
    group by championship, season, round, race_id, competitor_id, entry
),

-- Where only the best of several cars counts, its place counts too.
counted as (
    select
        championship,
        season,
        round,
        race_id,
        competitor_id,
        entry,
        cast(
            coalesce(if(best_car_only, best_points, all_points), 0) + bonus
            as decimal(6, 2)
        ) as points,
        wins,
        is_classified,
        if(best_car_only, place_weight(best_place), front_places)
            as front_places,
        if(best_car_only, place_weight(best_place - 21), back_places)
            as back_places,
        listed_front_places,
        listed_back_places
    from raced
)

select * from counted
