select
    season,
    round_from,
    round_to,
    driver_ref,
    constructor_ref,
    counts_as,
    entry,
    source
from read_csv(
    getvariable('rules_folder') || '/constructor_entry.csv',
    header = true,
    columns = {
        season: 'integer',
        round_from: 'integer',
        round_to: 'integer',
        driver_ref: 'varchar',
        constructor_ref: 'varchar',
        counts_as: 'varchar',
        entry: 'varchar',
        source: 'varchar'
    }
)
