with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

placed as (
    select
        races.season,
        races.round,
        count(distinct results."position") as positions,
        max(results."position") as last_position
    from results
    inner join races on results.race_id = races.id
    -- Of those behind, some places are of cars that others drove or withdrew.
    where regexp_full_match(results.position_text, '\d+')
    group by all
)

select * from placed where positions <> last_position
