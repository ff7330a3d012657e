with results as (
    select * from intermediate.championship_result
),

bonuses as (
    select * from intermediate.championship_bonus
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
        max(if(place = 1, 1, 0)) as wins,
        count(place) > 0 as is_classified,
        min(tie_place) as best_place,
        sum(place_weight(tie_place)) as front_places,
        sum(place_weight(tie_place - 21)) as back_places,
        sum(place_weight(listed_place)) as listed_front_places,
        sum(place_weight(listed_place - 21)) as listed_back_places
    from results
    group by championship, season, round, race_id, competitor_id, entry
),

-- Who had several cars, where only the best counts, has one place as well.
counted as (
    select
        championship,
        season,
        round,
        race_id,
        competitor_id,
        entry,
        if(best_car_only, best_points, all_points) as points,
        wins,
        is_classified,
        if(best_car_only, place_weight(best_place), front_places)
            as front_places,
        if(best_car_only, place_weight(best_place - 21), back_places)
            as back_places,
        listed_front_places,
        listed_back_places
    from raced
),

parts as (
    select * from counted
    union all by name
    select * from bonuses
),

summed as (
    select
        championship,
        season,
        round,
        race_id,
        competitor_id,
        entry,
        cast(sum(points) as decimal(6, 2)) as points,
        coalesce(max(wins), 0) as wins,
        coalesce(bool_or(is_classified), false) as is_classified,
        coalesce(max(front_places), 0) as front_places,
        coalesce(max(back_places), 0) as back_places,
        coalesce(max(listed_front_places), 0) as listed_front_places,
        coalesce(max(listed_back_places), 0) as listed_back_places
    from parts
    group by championship, season, round, race_id, competitor_id, entry
)

select * from summed
