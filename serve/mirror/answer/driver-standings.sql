with standings as (
    select * from lyzer.driver_standing
    where season = $season and round = $round
),

results as (
    select
        race_result.driver_id,
        race_result."position",
        regexp_full_match(race_result.position_text, '\d+') as is_classified
    from lyzer.race_result
    inner join lyzer.race on race_result.race_id = race.id
    where race.season = $season and race.round <= $round
),

-- Jolpica lists those without a place by their best results: classified, then others.
places as (
    select
        driver_id,
        list_resize(
            list_sort(list("position") filter (is_classified)), 60, 999
        ) as classified,
        list_resize(
            list_sort(list("position") filter (not is_classified)), 60, 999
        ) as others
    from results
    group by driver_id
),

listed as (
    select
        driver.ref,
        driver.given_name,
        driver.family_name,
        driver.date_of_birth,
        driver.nationality,
        driver.url,
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
    inner join lyzer.driver using (driver_id)
    left join places using (driver_id)
)

select * from listed order by list_rank, ref
