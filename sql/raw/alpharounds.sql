-- Of the new API nothing is sure: what has another type becomes null.
select
    list_name(filename) as list,
    metadata.current_page as page,
    data as rounds
from read_json(
    getvariable('alpharounds_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    ignore_errors = true,
    columns = {
        metadata: 'struct(current_page varchar)',
        data: 'struct(
            name varchar,
            wikipedia varchar,
            is_cancelled varchar,
            season struct("year" varchar),
            sessions struct(
                type varchar,
                is_cancelled varchar,
                timestamp varchar,
                missing_time_data varchar,
                timezone varchar
            )[]
        )[]'
    }
)
