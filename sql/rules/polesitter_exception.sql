select season, race_name, driver_ref, reason, source
from read_csv(
    getvariable('rules_folder') || '/polesitter_exception.csv',
    header = true,
    columns = {
        season: 'integer',
        race_name: 'varchar',
        driver_ref: 'varchar',
        reason: 'varchar',
        source: 'varchar'
    }
)
