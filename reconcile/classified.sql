-- Each value that differs, with the one explanation that counts: the verdict on
-- that value, or else the first rule of rules.csv that finds it. A verdict
-- counts only for the two values that it was written about.
with differences as (
    select subject, season, round, who, field, ours, f1db
    from compared.difference
),

verdicts as (
    select differences.*, verdict.class, verdict.reason, verdict.source
    from differences
    inner join compared.verdict
        on verdict.subject = differences.subject
        and verdict.season = differences.season
        and verdict.round = differences.round
        and verdict.who = differences.who
        and verdict.field = differences.field
        and verdict.ours is not distinct from differences.ours
        and verdict.f1db is not distinct from differences.f1db
),

ruled as (
    select differences.*, rule.rule, rule.class, rule.reason
    from differences
    inner join compared.explained
        using (subject, season, round, who, field)
    inner join compared.rule using (rule)
    qualify row_number() over (
        partition by subject, season, round, who, field
        order by rule.precedence
    ) = 1
)

select
    differences.*,
    if(verdicts.class is null, ruled.rule, null) as rule,
    coalesce(verdicts.class, ruled.class) as class,
    coalesce(verdicts.reason, ruled.reason) as reason,
    verdicts.source
from differences
left join verdicts using (subject, season, round, who, field)
left join ruled using (subject, season, round, who, field)
