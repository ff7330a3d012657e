select subject, season, round, who, field
from compared.difference
where subject = 'qualifying'
    and not is_ours
    and f1db_place in ('NC', 'EX', 'DSQ')
