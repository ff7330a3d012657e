select
    reliability_season.season,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    reliability_season.starts,
    reliability_season.dnfs,
    reliability_season.mechanical_dnfs,
    reliability_season.accident_dnfs,
    reliability_season.driver_dnfs,
    reliability_season.unexplained_dnfs,
    reliability_season.dnf_percent,
    reliability_season.mechanical_percent
from lyzer_metrics.reliability_season
join lyzer.constructor
    on constructor.constructor_id = reliability_season.constructor_id
