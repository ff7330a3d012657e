-- Values that differ, each with the rules and verdicts that explain it. A
-- verdict counts only for the two values that it was written about.
with differences as (
    select *
    from compared.value
    where ours is distinct from f1db
),

verdicts as (
    select
        differences.*,
        verdicts.class,
        verdicts.reason,
        verdicts.source
    from differences
    inner join compared.verdict as verdicts
        on verdicts.subject = differences.subject
        and verdicts.season = differences.season
        and verdicts.round = differences.round
        and verdicts.who = differences.who
        and verdicts.field = differences.field
        and verdicts.ours is not distinct from differences.ours
        and verdicts.f1db is not distinct from differences.f1db
),

ruled as (
    select distinct
        differences.*,
        explained.rule
    from differences
    inner join compared.explained as explained
        using (subject, season, round, who, field)
),

-- A verdict on one value goes before a rule for many.
counted as (
    select
        differences.*,
        coalesce(any_value(verdicts.class), any_value(rules.class)) as class,
        coalesce(any_value(verdicts.reason), any_value(rules.reason)) as reason,
        any_value(verdicts.source) as source,
        if(
            any_value(verdicts.class) is null,
            count(distinct ruled.rule),
            count(distinct verdicts.reason)
        ) as explanations
    from differences
    left join verdicts using (subject, season, round, who, field)
    left join ruled using (subject, season, round, who, field)
    left join compared.rule as rules on rules.rule = ruled.rule
    group by all
)

select * from counted
