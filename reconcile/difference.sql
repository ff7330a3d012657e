-- Values that differ, with what both sources say of that car at large: its
-- place, laps and grid number.
with compared as (
    select * from compared.value
),

cars as (
    select
        subject,
        season,
        round,
        who,
        bool_or(field = 'entry' and ours is not null) as is_ours,
        bool_or(field = 'entry' and f1db is not null) as is_f1db,
        any_value(ours) filter (field = 'place') as our_place,
        any_value(f1db) filter (field = 'place') as f1db_place,
        any_value(try_cast(ours as integer)) filter (
            field = 'laps'
        ) as our_laps,
        any_value(try_cast(f1db as integer)) filter (
            field = 'laps'
        ) as f1db_laps
    from compared
    group by all
)

select *
from compared
inner join cars using (subject, season, round, who)
where ours is distinct from f1db
