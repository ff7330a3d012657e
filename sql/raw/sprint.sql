select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.RaceTable.Races as races
from read_json(
    getvariable('sprint_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            RaceTable struct(Races struct(
                season varchar,
                round varchar,
                url varchar,
                raceName varchar,
                Circuit struct(
                    circuitId varchar,
                    url varchar,
                    circuitName varchar,
                    Location struct(
                        lat varchar,
                        long varchar,
                        locality varchar,
                        country varchar
                    )
                ),
                date varchar,
                "time" varchar,
                SprintResults struct(
                    number varchar,
                    "position" varchar,
                    positionText varchar,
                    points varchar,
                    Driver struct(
                        driverId varchar,
                        url varchar,
                        permanentNumber varchar,
                        code varchar,
                        givenName varchar,
                        familyName varchar,
                        dateOfBirth varchar,
                        nationality varchar
                    ),
                    Constructor struct(
                        constructorId varchar,
                        url varchar,
                        name varchar,
                        nationality varchar
                    ),
                    grid varchar,
                    laps varchar,
                    status varchar,
                    "Time" struct(millis varchar, "time" varchar),
                    FastestLap struct(
                        rank varchar,
                        lap varchar,
                        "Time" struct("time" varchar),
                        AverageSpeed struct(units varchar, speed varchar)
                    )
                )[]
            )[])
        )'
    }
)
