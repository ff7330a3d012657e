with timed as (
    select season, round, who
    from compared.value
    where subject = 'qualifying'
        and field in ('q1', 'q2', 'q3')
        and ours is not null
)

select subject, season, round, who, field
from compared.difference
anti join timed using (season, round, who)
where subject = 'qualifying' and not is_f1db
