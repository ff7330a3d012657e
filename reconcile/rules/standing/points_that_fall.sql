-- What f1db itself has a round before and at least a round after is what we
-- have.
with points as (
    select season, round, who, try_cast(f1db as decimal(6, 2)) as points
    from compared.value
    where subject = 'driver_standing' and field = 'points'
),

differences as (
    select *, try_cast(ours as decimal(6, 2)) as our_points
    from compared.difference
    where subject = 'driver_standing' and field = 'points'
)

select
    differences.subject,
    differences.season,
    differences.round,
    differences.who,
    differences.field
from differences
inner join points as before
    on before.season = differences.season
    and before.round = differences.round - 1
    and before.who = differences.who
inner join points as after
    on after.season = differences.season
    and after.round = differences.round + 1
    and after.who = differences.who
where before.points = differences.our_points
    and after.points >= differences.our_points
    and try_cast(differences.f1db as decimal(6, 2)) < before.points
