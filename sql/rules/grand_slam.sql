select season, race_name, driver_ref, source
from read_csv(
    getvariable('rules_folder') || '/grand_slam.csv',
    header = true,
    columns = {
        season: 'integer',
        race_name: 'varchar',
        driver_ref: 'varchar',
        source: 'varchar'
    }
)
