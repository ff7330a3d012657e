with standings as (
    select * from lyzer.constructor_standing
    where season = $season and round = $round
),

results as (
    select
        race_result.constructor_id,
        race_result."position",
        regexp_full_match(race_result.position_text, '\d+') as is_classified
    from lyzer.race_result
    inner join lyzer.race on race_result.race_id = race.id
    where race.season = $season and race.round <= $round
),

-- Jolpica lists those without a place by their best results: classified, then others.
places as (
    select
        constructor_id,
        list_resize(
            list_sort(list("position") filter (is_classified)), 60, 999
        ) as classified,
        list_resize(
            list_sort(list("position") filter (not is_classified)), 60, 999
        ) as others
    from results
    group by constructor_id
),

listed as (
    select
        "constructor".ref,
        list_position,
        position_text,
        points,
        wins,
        dense_rank() over (
            order by
                list_position nulls last,
                classified nulls last,
                others nulls last
        ) as list_rank
    from standings
    inner join lyzer.constructor using (constructor_id)
    left join places using (constructor_id)
),

-- History tells Brabham-BMW from Brabham-Ford; Jolpica has one row for both.
best as (
    select *
    from listed
    qualify row_number() over (
        partition by ref
        order by list_rank, points desc
    ) = 1
)

select * from best order by list_rank, ref
