with standings as (
    select 'driverstandings' as resource, season, round
    from staging.stg_driverstandings
    union all
    select 'constructorstandings', season, round
    from staging.stg_constructorstandings
),

results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

gaps as (
    select * from intermediate.season_gap
),

raced as (
    select races.season, max(races.round) as last_round
    from results
    inner join races on results.race_id = races.id
    anti join gaps on races.season = gaps.season
    group by races.season
),

listed as (
    select distinct resource, season, round from standings
),

compared as (
    select listed.resource, season, listed.round, raced.last_round
    from listed
    inner join raced using (season)
    -- The running season's table may be older than its newest results.
    where season < (select max(season) from raced)
)

select * from compared where round <> last_round
