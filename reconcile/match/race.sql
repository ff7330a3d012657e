-- Races that both sources have results of; rounds are numbered alike.
with ours as (
    select distinct race.id as race_id, race.season, race.round
    from lyzer.race
    inner join lyzer.race_result on race_result.race_id = race.id
),

theirs as (
    select distinct
        cast(season as integer) as season,
        cast(round as integer) as round
    from f1db.race_results
)

select * from ours inner join theirs using (season, round)
