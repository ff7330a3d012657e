select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.ConstructorTable.Constructors as constructors
from read_json(
    getvariable('constructors_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            ConstructorTable struct(Constructors struct(
                constructorId varchar,
                url varchar,
                name varchar,
                nationality varchar
            )[])
        )'
    }
)
