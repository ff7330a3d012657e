-- Of the cars with a number in both sources, each is as far back in one source
-- as in the other.
with numbers as (
    select
        season,
        round,
        who,
        try_cast(ours as integer) as our_grid,
        try_cast(f1db as integer) as f1db_grid
    from compared.value
    where subject = 'race' and field = 'grid'
),

ranked as (
    select
        season,
        round,
        who,
        dense_rank() over (
            partition by season, round order by our_grid
        ) as our_rank,
        dense_rank() over (
            partition by season, round order by f1db_grid
        ) as f1db_rank
    from numbers
    where our_grid > 0 and f1db_grid > 0
)

select subject, season, round, who, field
from compared.difference
inner join ranked using (season, round, who)
where subject = 'race' and field = 'grid' and our_rank = f1db_rank
