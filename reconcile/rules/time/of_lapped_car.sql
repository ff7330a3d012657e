-- f1db gives a lapped car its laps behind, and no time.
with winners as (
    select subject, season, round, max(try_cast(ours as integer)) as laps
    from compared.value
    where subject in ('race', 'sprint') and field = 'laps'
    group by all
)

select subject, season, round, who, field
from compared.difference
inner join winners using (subject, season, round)
where field = 'millis'
    and f1db is null
    and our_laps < winners.laps
