select
    list_name(filename) as list,
    MRData."offset" as page_offset,
    MRData.SeasonTable.Seasons as seasons
from read_json(
    getvariable('seasons_files'),
    format = 'newline_delimited',
    filename = true,
    records = true,
    maximum_object_size = 1048576,
    columns = {
        MRData: 'struct(
            "offset" varchar,
            SeasonTable struct(Seasons struct(
                season varchar,
                url varchar
            )[])
        )'
    }
)
