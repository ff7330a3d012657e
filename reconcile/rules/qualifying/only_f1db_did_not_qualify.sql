-- They are in no race result of Jolpica either.
with starters as (
    select season, round, who
    from compared.value
    where subject = 'race' and field = 'entry' and ours is not null
)

select subject, season, round, who, field
from compared.difference
anti join starters using (season, round, who)
where subject = 'qualifying' and not is_ours
