-- The unit of a value is what it can be divided by: 6102000 is in seconds.
with differences as (
    select
        *,
        try_cast(ours as integer) as our_millis,
        try_cast(f1db as integer) as f1db_millis
    from compared.difference
    where subject in ('race', 'sprint')
        and field = 'millis'
        and ours is not null
        and f1db is not null
),

measured as (
    select
        *,
        case
            when our_millis % 1000 = 0 or f1db_millis % 1000 = 0 then 1000
            when our_millis % 100 = 0 or f1db_millis % 100 = 0 then 100
            else 10
        end as unit
    from differences
)

select subject, season, round, who, field
from measured
where season < 1996 and abs(our_millis - f1db_millis) < unit
