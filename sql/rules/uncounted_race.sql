select
    championship,
    season,
    race_name,
    source
from read_csv(
    getvariable('rules_folder') || '/uncounted_race.csv',
    header = true,
    columns = {
        championship: 'varchar',
        season: 'integer',
        race_name: 'varchar',
        source: 'varchar'
    }
)
