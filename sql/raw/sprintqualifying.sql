-- Of the new API nothing is sure: what has another type becomes null.
select
    list_name(filename) as list,
    data as session
from read_json(
    getvariable('sprintqualifying_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    ignore_errors = true,
    columns = {
        data: 'struct(
            season struct("year" varchar),
            round struct(number varchar, name varchar, wikipedia varchar),
            results struct(
                "position" varchar,
                car_number varchar,
                driver struct(
                    id varchar,
                    given_name varchar,
                    family_name varchar
                ),
                team struct(id varchar, name varchar),
                components struct(
                    SQ1 struct("time" varchar),
                    SQ2 struct("time" varchar),
                    SQ3 struct("time" varchar)
                )
            )[]
        )'
    }
)
