with cars as (
    select * from intermediate.championship_car
),

calendar as (
    select * from intermediate.championship_calendar where is_counted
),

constructors as (
    select * from lyzer.constructor
),

constructor_entries as (
    select * from rules.constructor_entry
),

uncounted_results as (
    select * from rules.uncounted_result
),

-- A constructor is chassis and engine: Brabham-BMW is not Brabham-Ford.
named as (
    select
        'driver' as championship,
        cars.*,
        cars.driver_id as competitor_id,
        '' as entry
    from cars
    union all by name
    select
        'constructor' as championship,
        cars.*,
        coalesce(constructors.constructor_id, cars.constructor_id)
            as competitor_id,
        coalesce(constructor_entries.entry, '') as entry
    from cars
    left join constructor_entries
        on cars.season = constructor_entries.season
        and cars.round between constructor_entries.round_from
            and constructor_entries.round_to
        and cars.constructor_ref = constructor_entries.constructor_ref
        and cars.driver_ref
            = coalesce(constructor_entries.driver_ref, cars.driver_ref)
    left join constructors on constructor_entries.counts_as = constructors.ref
),

judged as (
    select
        named.championship,
        named.season,
        named.round,
        named.race_id,
        named.race_name,
        named.race_result_id,
        named.competitor_id,
        named.entry,
        named.driver_ref,
        named.place,
        named.listed_place,
        named.fl_rank,
        uncounted_results.reason is null as is_counted,
        not coalesce(uncounted_results.keeps_place, true) as yields_place
    from named
    inner join calendar
        on named.championship = calendar.championship
        and named.race_id = calendar.race_id
    left join uncounted_results
        on named.championship = uncounted_results.championship
        and named.season = uncounted_results.season
        and named.race_name = uncounted_results.race_name
        and named.driver_ref = uncounted_results.driver_ref
)

select * from judged
