select
    championship,
    season,
    round_from,
    round_to,
    counted,
    source
from read_csv(
    getvariable('rules_folder') || '/counted_results.csv',
    header = true,
    columns = {
        championship: 'varchar',
        season: 'integer',
        round_from: 'integer',
        round_to: 'integer',
        counted: 'integer',
        source: 'varchar'
    }
)
