select constructor_ref, source
from read_csv(
    getvariable('rules_folder') || '/whole_constructor_name.csv',
    header = true,
    columns = { constructor_ref: 'varchar', source: 'varchar' }
)
