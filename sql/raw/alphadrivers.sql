-- Of the new API nothing is sure: what has another type becomes null.
select
    list_name(filename) as list,
    metadata.current_page as page,
    data as drivers
from read_json(
    getvariable('alphadrivers_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    ignore_errors = true,
    columns = {
        metadata: 'struct(current_page varchar)',
        data: 'struct(id varchar, wikipedia varchar)[]'
    }
)
