select
    circuit_ref,
    race_name,
    first_season,
    last_season,
    layout,
    source
from read_csv(
    getvariable('rules_folder') || '/circuit_layout.csv',
    header = true,
    columns = {
        circuit_ref: 'varchar',
        race_name: 'varchar',
        first_season: 'integer',
        last_season: 'integer',
        layout: 'varchar',
        source: 'varchar'
    }
)
