select
    championship,
    season,
    competitor_ref,
    entry,
    points,
    position_text,
    keeps_points,
    round_from,
    round_known,
    reason,
    source
from read_csv(
    getvariable('rules_folder') || '/championship_adjustment.csv',
    header = true,
    columns = {
        championship: 'varchar',
        season: 'integer',
        competitor_ref: 'varchar',
        entry: 'varchar',
        points: 'decimal(6,2)',
        position_text: 'varchar',
        keeps_points: 'boolean',
        round_from: 'integer',
        round_known: 'integer',
        reason: 'varchar',
        source: 'varchar'
    }
)
