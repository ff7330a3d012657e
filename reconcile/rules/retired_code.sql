select subject, season, round, who, field
from compared.value
where field = 'place'
    and (ours, f1db) in (
        ('R', 'DNF'), ('D', 'DSQ'), ('W', 'DNS'), ('W', 'WD'),
        ('F', 'DNQ'), ('F', 'DNPQ'), ('E', 'EX'), ('R', 'NC')
    )
