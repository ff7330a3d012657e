-- Each place behind them is as many too high as were excluded ahead of it.
with excluded as (
    select season, round, try_cast(ours as integer) as place
    from compared.difference
    where subject = 'qualifying'
        and field = 'place'
        and f1db in ('EX', 'DSQ')
        and try_cast(ours as integer) is not null
),

moved as (
    select
        difference.subject,
        difference.season,
        difference.round,
        difference.who,
        difference.field,
        try_cast(difference.ours as integer)
        - try_cast(difference.f1db as integer) as places,
        count(*) filter (
            excluded.place < try_cast(difference.ours as integer)
        ) as excluded_ahead
    from compared.difference
    inner join excluded using (season, round)
    where difference.subject = 'qualifying'
        and difference.field = 'place'
        and try_cast(difference.ours as integer) is not null
        and try_cast(difference.f1db as integer) is not null
    group by all
)

select subject, season, round, who, field
from moved
where places = excluded_ahead
