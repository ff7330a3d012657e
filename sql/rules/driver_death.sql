select
    driver_ref,
    died_on,
    source
from read_csv(
    getvariable('rules_folder') || '/driver_death.csv',
    header = true,
    columns = {
        driver_ref: 'varchar',
        died_on: 'date',
        source: 'varchar'
    }
)
