with lists as (
    select * from staging.stg_lists
),

overridden as (
    select * from staging.stg_overridden_scopes
),

races as (
    select * from lyzer.race
),

made as (
    select 'results' as resource, race_id, count(*) as made_rows
    from lyzer.race_result
    group by race_id
    union all
    select 'qualifying', race_id, count(*)
    from lyzer.qualifying_result
    group by race_id
    union all
    select 'sprint', race_id, count(*)
    from lyzer.sprint_result
    group by race_id
    union all
    select 'laps', race_id, count(*) from lyzer.lap group by race_id
    union all
    select 'pitstops', race_id, count(*) from lyzer.pit_stop group by race_id
),

-- Of a list that counts for only a part of its rounds no row count is known.
whole as (
    select lists.*
    from lists
    anti join overridden using (list)
    where resource in ('results', 'qualifying', 'sprint', 'laps', 'pitstops')
),

compared as (
    select
        whole.list,
        whole.row_count as sent_rows,
        sum(coalesce(made.made_rows, 0)) as made_rows
    from whole
    inner join races
        on scope_covers(whole.season, whole.round, races.season, races.round)
    left join made
        on whole.resource = made.resource
        and races.id = made.race_id
    group by whole.list, whole.row_count
)

select * from compared where sent_rows <> made_rows
