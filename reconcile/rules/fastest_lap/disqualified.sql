with disqualified as (
    select season, round, who
    from compared.value
    where subject = 'race' and field = 'place' and ours = 'D'
)

select subject, season, round, who, field
from compared.difference
inner join disqualified using (season, round, who)
where subject = 'fastest_lap' and ours is null
