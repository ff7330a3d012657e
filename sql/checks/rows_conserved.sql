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
    from lyzer.race_result group by race_id
    union all
    select 'qualifying', race_id, count(*)
    from lyzer.qualifying_result group by race_id
    union all
    select 'sprint', race_id, count(*)
    from lyzer.sprint_result group by race_id
    union all
    select 'laps', race_id, count(*) from lyzer.lap group by race_id
    union all
    select 'pitstops', race_id, count(*) from lyzer.pit_stop group by race_id
),

-- Corrections add and remove rows, each unless Jolpica has done so itself.
changed as (
    select
        lyzer_uuid(coalesce(
            race_id, 'race/' || array_to_string(split(id, '/')[2:3], '/')
        )) as race_id,
        case parse_filename(filename, true)
            when 'race_result' then 'results'
            when 'qualifying_result' then 'qualifying'
            when 'sprint_result' then 'sprint'
            when 'lap' then 'laps'
            when 'pit_stop' then 'pitstops'
        end as resource,
        count(new) as added,
        count_if(new is null) as removed
    from read_csv(
        getvariable('corrections_folder') || '/*.csv',
        header = true, all_varchar = true, union_by_name = true, filename = true
    )
    where "column" = 'row'
    group by all
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
    left join changed
        on whole.resource = changed.resource
        and races.id = changed.race_id
    group by whole.list, whole.row_count
    having made_rows not between sent_rows - sum(coalesce(removed, 0))
        and sent_rows + sum(coalesce(added, 0))
)

select * from compared
