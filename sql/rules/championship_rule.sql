select
    championship,
    season_from,
    season_to,
    best_car_only,
    most_cars,
    shared_cars_score,
    tie_places,
    ranks_pointless,
    source
from read_csv(
    getvariable('rules_folder') || '/championship_rule.csv',
    header = true,
    columns = {
        championship: 'varchar',
        season_from: 'integer',
        season_to: 'integer',
        best_car_only: 'boolean',
        most_cars: 'integer',
        shared_cars_score: 'boolean',
        tie_places: 'varchar',
        ranks_pointless: 'boolean',
        source: 'varchar'
    }
)
