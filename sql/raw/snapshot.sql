select id, lists
from read_json(
    getvariable('snapshot_file'),
    format = 'unstructured',
    columns = {
        id: 'varchar',
        lists: 'map(varchar, struct(
            version varchar,
            confirmedAt varchar,
            sequence bigint,
            rows bigint
        ))'
    }
)
