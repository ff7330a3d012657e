select
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    constructor.nationality,
    base_constructor.ref as base_constructor_ref,
    constructor.url
from lyzer.constructor
join lyzer.base_constructor
    on base_constructor.constructor_id = constructor.base_constructor_id
