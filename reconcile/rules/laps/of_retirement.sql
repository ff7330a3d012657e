select subject, season, round, who, field
from compared.difference
where subject = 'race'
    and field = 'laps'
    and our_place = 'R'
    and f1db_place in ('DNF', 'NC')
    and abs(our_laps - f1db_laps) = 1
