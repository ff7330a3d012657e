select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.StatusTable.Status as statuses
from read_json(
    getvariable('status_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            StatusTable struct(Status struct(
                statusId varchar,
                count varchar,
                status varchar
            )[])
        )'
    }
)
