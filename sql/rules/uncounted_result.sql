select
    championship,
    season,
    race_name,
    driver_ref,
    keeps_place,
    reason,
    source
from read_csv(
    getvariable('rules_folder') || '/uncounted_result.csv',
    header = true,
    columns = {
        championship: 'varchar',
        season: 'integer',
        race_name: 'varchar',
        driver_ref: 'varchar',
        keeps_place: 'boolean',
        reason: 'varchar',
        source: 'varchar'
    }
)
