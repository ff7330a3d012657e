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

-- Those behind a car that could not score move up, unless it kept its place.
moved as (
    select
        entries.*,
        entries.place - coalesce(
            sum(if(entries.yields_place, 1, 0)) over (
                partition by championship, race_id
                order by entries.place
                range between unbounded preceding and 1 preceding
            ),
            0
        ) as points_place,
        count(*) filter (entries.is_counted) over (
            partition by championship, race_id, entries.place
        ) as sharers
    from entries
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
        championship_rules.best_car_only,
        moved.place,
        case
            when championship_rules.tie_places = 'all' then moved.place
            -- Where only places in the points broke ties, others are none.
            when points_systems.points is not null then moved.points_place
        end as tie_place,
        moved.listed_place,
        case
            when points_systems.points is null then 0.00
            else points_share(
                points_systems.points * coalesce(points_factors.factor, 1),
                moved.sharers
            )
        end as points
    from moved
    inner join championship_rules
        on moved.championship = championship_rules.championship
        and moved.season between championship_rules.season_from
            and coalesce(championship_rules.season_to, moved.season)
    left join points_systems
        on moved.is_counted
        and (moved.sharers = 1 or championship_rules.shared_cars_score)
        and moved.championship = points_systems.championship
        and moved.season between points_systems.season_from
            and coalesce(points_systems.season_to, moved.season)
        and moved.points_place = points_systems.place
    left join points_factors
        on moved.season = points_factors.season
        and moved.race_name = points_factors.race_name
)

select * from scored
