select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.DriverTable.Drivers as drivers
from read_json(
    getvariable('drivers_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            DriverTable struct(Drivers struct(
                driverId varchar,
                url varchar,
                permanentNumber varchar,
                code varchar,
                givenName varchar,
                familyName varchar,
                dateOfBirth varchar,
                nationality varchar
            )[])
        )'
    }
)
