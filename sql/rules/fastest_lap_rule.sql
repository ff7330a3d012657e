select
    championship,
    season_from,
    season_to,
    points,
    within_place,
    source
from read_csv(
    getvariable('rules_folder') || '/fastest_lap_rule.csv',
    header = true,
    columns = {
        championship: 'varchar',
        season_from: 'integer',
        season_to: 'integer',
        points: 'decimal(6,2)',
        within_place: 'integer',
        source: 'varchar'
    }
)
