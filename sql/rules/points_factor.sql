select
    season,
    race_name,
    factor,
    source
from read_csv(
    getvariable('rules_folder') || '/points_factor.csv',
    header = true,
    columns = {
        season: 'integer',
        race_name: 'varchar',
        factor: 'decimal(3,1)',
        source: 'varchar'
    }
)
