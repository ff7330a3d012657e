select
    season,
    race_name,
    place,
    source
from read_csv(
    getvariable('rules_folder') || '/vacant_place.csv',
    header = true,
    columns = {
        season: 'integer',
        race_name: 'varchar',
        place: 'integer',
        source: 'varchar'
    }
)
