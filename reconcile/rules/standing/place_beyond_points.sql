-- No place can be higher than the number of those with at least as many points.
with standings as (
    select
        subject,
        season,
        round,
        who,
        any_value(f1db) filter (field = 'place') as place,
        try_cast(
            any_value(f1db) filter (field = 'points') as decimal(6, 2)
        ) as points
    from compared.value
    where subject in ('driver_standing', 'constructor_standing')
    group by all
),

ranked as (
    select
        *,
        count(*) over (
            partition by subject, season, round
            order by points desc
            range between unbounded preceding and current row
        ) as at_most
    from standings
    where points is not null and place <> 'EX'
)

select subject, season, round, who, field
from compared.difference
inner join ranked using (subject, season, round, who)
where field = 'place' and try_cast(f1db as integer) > at_most
