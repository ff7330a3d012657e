select status, cause, source
from read_csv(
    getvariable('rules_folder') || '/retirement_cause.csv',
    header = true,
    columns = { status: 'varchar', cause: 'varchar', source: 'varchar' }
)
