select
    base_constructor.ref as base_constructor_ref,
    career.entries,
    career.races,
    career.seasons,
    career.first_season,
    career.last_season,
    career.starts,
    career.titles,
    career.wins,
    career.podiums,
    career.poles,
    career.fastest_laps,
    career.best_championship_position,
    career.best_position,
    career.classified,
    career.dnfs,
    career.laps_led,
    career.points,
    career.points_counted,
    career.points_per_start,
    career.win_percent
from lyzer_metrics.base_constructor_career as career
join lyzer.base_constructor
    on base_constructor.constructor_id = career.base_constructor_id
