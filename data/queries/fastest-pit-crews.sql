-- Which crews were fastest in the pits?
select crew.season,
    constructor.name as constructor,
    crew.stops,
    crew.median_against_field_millis as against_field_millis
from lyzer_metrics.pit_crew_season as crew
join lyzer.constructor using (constructor_id)
where crew.season between 2021 and 2025
    and crew.median_against_field_millis = (
        select min(other.median_against_field_millis)
        from lyzer_metrics.pit_crew_season as other
        where other.season = crew.season
    )
order by crew.season;
