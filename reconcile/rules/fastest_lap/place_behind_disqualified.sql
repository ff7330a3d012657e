with disqualified as (
    select value.season, value.round, try_cast(value.f1db as integer) as place
    from compared.value
    inner join compared.value as result using (season, round, who)
    where value.subject = 'fastest_lap'
        and value.field = 'place'
        and value.ours is null
        and result.subject = 'race'
        and result.field = 'place'
        and result.ours = 'D'
),

moved as (
    select
        difference.subject,
        difference.season,
        difference.round,
        difference.who,
        difference.field,
        try_cast(difference.f1db as integer)
        - try_cast(difference.ours as integer) as places,
        count(*) filter (
            disqualified.place < try_cast(difference.f1db as integer)
        ) as disqualified_ahead
    from compared.difference
    inner join disqualified using (season, round)
    where difference.subject = 'fastest_lap'
        and difference.field = 'place'
        and difference.ours is not null
        and difference.f1db is not null
    group by all
)

select subject, season, round, who, field
from moved
where places = disqualified_ahead
