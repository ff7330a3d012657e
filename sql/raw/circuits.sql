select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.CircuitTable.Circuits as circuits
from read_json(
    getvariable('circuits_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            CircuitTable struct(Circuits struct(
                circuitId varchar,
                url varchar,
                circuitName varchar,
                Location struct(
                    lat varchar,
                    long varchar,
                    locality varchar,
                    country varchar
                )
            )[])
        )'
    }
)
