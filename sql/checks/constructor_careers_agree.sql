with constructors as (
    select * from lyzer_metrics.constructor_career
),

makers as (
    select * from lyzer_metrics.base_constructor_career
),

sums_of_constructors as (
    select
        sum(wins) as wins,
        sum(podiums) as podiums,
        total(poles) as poles,
        sum(points) as points
    from constructors
),

sums_of_makers as (
    select
        sum(wins) as wins,
        sum(podiums) as podiums,
        total(poles) as poles,
        sum(points) as points
    from makers
),

faults as (
    select * from sums_of_constructors
    except
    select * from sums_of_makers
)

select * from faults
