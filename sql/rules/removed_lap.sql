select race_id, driver_id, lap, source
from read_csv(
    getvariable('corrections_folder') || '/lap.csv',
    header = true,
    columns = {
        race_id: 'varchar',
        driver_id: 'varchar',
        lap: 'integer',
        "column": 'varchar',
        old: 'varchar',
        new: 'varchar',
        source: 'varchar'
    }
)
where "column" = '*'
