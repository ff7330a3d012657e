select subject, season, round, who, field
from compared.difference
where subject in ('race', 'sprint')
    and field = 'place'
    and (ours, f1db) in (
        ('R', 'DNF'), ('R', 'NC'), ('D', 'DSQ'), ('W', 'DNS'), ('W', 'WD'),
        ('F', 'DNQ'), ('F', 'DNPQ'), ('E', 'EX'), ('D', 'EX'), ('W', 'DNQ'),
        ('W', 'DNP'), ('D', 'DNQ')
    )
