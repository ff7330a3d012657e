-- Every value of both sources side by side; null where one has none.
with ours as (
    select * from compared.ours
),

theirs as (
    select * from compared.f1db
)

select
    subject,
    season,
    round,
    who,
    field,
    ours.value as ours,
    theirs.value as f1db
from ours
full join theirs using (subject, season, round, who, field)
