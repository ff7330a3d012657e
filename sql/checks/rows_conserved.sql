with lists as (
    select * from staging.stg_lists
),

races as (
    select * from lyzer.race
),

-- Of a round, the newest list that covers it counts, and of those the nearest.
covering as (
    select
        lists.resource,
        races.id as race_id,
        max_by(lists.list, (lists.confirmed_at, lists.depth)) as list
    from races
    inner join lists
        on coalesce(lists.season, races.season) = races.season
        and coalesce(lists.round, races.round) = races.round
    where lists.resource in (
        'results', 'qualifying', 'sprint', 'laps', 'pitstops'
    )
    group by lists.resource, races.id
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

-- A list is counted whole where no nearer or newer one takes a part of it.
whole as (
    select
        lists.list,
        lists.row_count as sent_rows,
        sum(coalesce(made.made_rows, 0)) as made_rows
    from lists
    inner join covering on lists.list = covering.list
    left join made
        on covering.resource = made.resource
        and covering.race_id = made.race_id
    where not exists (
        select 1
        from lists as others
        where others.resource = lists.resource
            and others.list <> lists.list
            and others.season = coalesce(lists.season, others.season)
            and coalesce(others.round, 0)
                = coalesce(lists.round, others.round, 0)
    )
    group by lists.list, lists.row_count
)

select * from whole where sent_rows <> made_rows
