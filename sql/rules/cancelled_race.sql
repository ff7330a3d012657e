select
    season,
    race_name,
    expected_until,
    source
from read_csv(
    getvariable('rules_folder') || '/cancelled_race.csv',
    header = true,
    columns = {
        season: 'integer',
        race_name: 'varchar',
        expected_until: 'integer',
        source: 'varchar'
    }
)
