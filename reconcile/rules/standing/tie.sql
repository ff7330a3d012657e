-- Drivers or constructors with the same points in both sources: within such a
-- group each source has an order of its own.
with points as (
    select subject, season, round, who, ours as points
    from compared.value
    where field = 'points'
        and subject in ('driver_standing', 'constructor_standing')
        and ours = f1db
),

tied as (
    select *, count(*) over (
        partition by subject, season, round, points
    ) as size
    from points
)

select subject, season, round, who, field
from compared.difference
inner join tied using (subject, season, round, who)
where field = 'place'
    and size > 1
    and abs(try_cast(ours as integer) - try_cast(f1db as integer)) < size
