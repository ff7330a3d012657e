with results as (
    select
        list,
        unnest(flatten(list_transform(races, lambda race: race.Results)))
            as given
    from raw.results
),

sprint as (
    select
        list,
        unnest(flatten(list_transform(races, lambda race: race.SprintResults)))
            as given
    from raw.sprint
),

qualifying as (
    select
        list,
        unnest(
            flatten(list_transform(races, lambda race: race.QualifyingResults))
        ) as given
    from raw.qualifying
),

driver_standings as (
    select
        list,
        unnest(
            flatten(
                list_transform(
                    standings, lambda standing: standing.DriverStandings
                )
            )
        ) as given
    from raw.driverstandings
),

constructor_standings as (
    select
        list,
        unnest(
            flatten(
                list_transform(
                    standings, lambda standing: standing.ConstructorStandings
                )
            )
        ) as given
    from raw.constructorstandings
),

entered as (
    select list, given.Driver as driver, given.Constructor as constructor
    from results
    union all
    select list, given.Driver, given.Constructor from sprint
    union all
    select list, given.Driver, given.Constructor from qualifying
    union all
    select list, given.Driver, unnest(given.Constructors) from driver_standings
    union all
    select list, null, given.Constructor from constructor_standings
)

select * from entered
