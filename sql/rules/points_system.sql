select
    championship,
    session,
    season_from,
    season_to,
    place,
    points,
    source
from read_csv(
    getvariable('rules_folder') || '/points_system.csv',
    header = true,
    columns = {
        championship: 'varchar',
        session: 'varchar',
        season_from: 'integer',
        season_to: 'integer',
        place: 'integer',
        points: 'decimal(6,2)',
        source: 'varchar'
    }
)
