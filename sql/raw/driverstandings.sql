select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.StandingsTable.StandingsLists as standings
from read_json(
    getvariable('driverstandings_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            StandingsTable struct(StandingsLists struct(
                season varchar,
                round varchar,
                DriverStandings struct(
                    "position" varchar,
                    positionText varchar,
                    points varchar,
                    wins varchar,
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
                    Constructors struct(
                        constructorId varchar,
                        url varchar,
                        name varchar,
                        nationality varchar
                    )[]
                )[]
            )[])
        )'
    }
)
