with lists as (
    select * from staging.stg_lists
),

overridden as (
    select
        lists.list,
        others.list as counting_list,
        coalesce(lists.season, others.season) as season,
        coalesce(lists.round, others.round) as round
    from lists
    inner join lists as others
        on lists.resource = others.resource
        and lists.list_rank > others.list_rank
        and coalesce(lists.season, others.season, 0)
            = coalesce(others.season, lists.season, 0)
        and coalesce(lists.round, others.round, 0)
            = coalesce(others.round, lists.round, 0)
)

select * from overridden
