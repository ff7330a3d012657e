with positions as (
    select *
    from intermediate.championship_position
    where record <> 'then' and championship = 'constructor'
),

constructors as (
    select * from lyzer.constructor
),

final_standings as (
    select * from staging.stg_constructorstandings
),

results as (
    select * from lyzer.race_result
),

computed as (
    select
        race_id,
        competitor_id as constructor_id,
        season,
        round,
        "position",
        coalesce(excluded_text, "position" || '', '-') as position_text,
        points,
        wins,
        list_position,
        entry
    from positions
),

rounds as (
    select distinct race_id, season, round from computed
),

-- Those who never started have no results, only a row in the final table.
unstarted as (
    select
        rounds.race_id,
        constructors.constructor_id,
        rounds.season,
        rounds.round,
        null as "position",
        '-' as position_text,
        0.00 as points,
        0 as wins,
        null as list_position,
        '' as entry
    from final_standings
    inner join rounds using (season, round)
    inner join constructors
        on final_standings.constructor_ref = constructors.ref
    where not exists (
        from results
        where results.season = rounds.season
            and results.constructor_id = constructors.constructor_id
    )
),

standings as (
    select * from computed
    union all
    select * from unstarted
)

select * from standings order by season, race_id, constructor_id, entry
