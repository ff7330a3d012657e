with names as (
    select
        'driver' as kind,
        driver.ref,
        driver.given_name || ' ' || driver.family_name as "name",
        career.first_season || '–' || career.last_season as more,
        coalesce(career.starts, 0) as weight
    from lyzer.driver
    left join lyzer_metrics.driver_career as career using (driver_id)
    union all
    select
        'constructor',
        constructor.ref,
        constructor."name",
        constructor.nationality,
        coalesce(career.entries, 0)
    from lyzer.constructor
    left join lyzer_metrics.constructor_career as career using (constructor_id)
    union all
    select 'circuit', ref, circuit_name, locality || ', ' || country, 1
    from lyzer.circuit
    union all
    select
        'race',
        race.season || '/' || race.round,
        race.season || ' ' || race.race_name,
        circuit.circuit_name,
        race.season / 100000
    from lyzer.race
    inner join lyzer.circuit using (circuit_id)
    union all
    select 'season', season::varchar, season || ' season', '', 1000
    from lyzer.season
),

-- who never raced has a name all the same
described as (
    select kind, ref, "name", coalesce(more, '') as more, weight from names
),

-- every word that was typed is in the name or beside it, accents aside
found as (
    select *
    from described
    where
        list_bool_and(
            list_transform(
                string_split(trim(lower(strip_accents($text))), ' '),
                lambda word:
                    contains(lower(strip_accents("name" || ' ' || more)), word)
            )
        )
),

shown as (
    select kind, ref, "name", more
    from found
    order by weight desc, "name", ref
    limit 12
)

select * from shown
