with contention as (
    select *
    from intermediate.championship_contention
    where championship = 'constructor'
),

standings as (
    select
        contention.race_id,
        contention.competitor_id as constructor_id,
        contention.entry,
        contention.season,
        contention.round,
        contention."position",
        contention.points,
        contention.points_scored,
        contention.points_dropped,
        contention.wins,
        contention.gap,
        contention.races_left,
        contention.points_to_come,
        contention.can_win,
        contention.is_decided,
        contention.excluded_text is not null as is_excluded
    from contention
)

select * from standings order by season, race_id, constructor_id, entry
