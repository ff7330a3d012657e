with adjusted as (
    select * from intermediate.championship_adjusted
),

judged as (
    select
        *,
        excluded_text is null
            and (points > 0 or (ranks_pointless and is_classified))
            as is_ranked
    from adjusted
),

-- By points; then by wins, second places and so on. Who still ties shares.
positioned as (
    select
        record,
        championship,
        season,
        round,
        race_id,
        competitor_id,
        entry,
        cast(points as decimal(6, 2)) as points,
        points_scored,
        points_dropped,
        wins,
        if(is_ranked, cast(rank() over ranking as integer), null)
            as "position",
        if(is_ranked, cast(row_number() over listing as integer), null)
            as list_position,
        excluded_text,
        front_places,
        back_places
    from judged
    window
        ranking as (
            partition by record, championship, season, round
            order by
                is_ranked desc,
                points desc,
                front_places desc,
                back_places desc
        ),
        listing as (
            partition by record, championship, season, round
            order by
                is_ranked desc,
                points desc,
                front_places desc,
                back_places desc,
                listed_front_places desc,
                listed_back_places desc,
                competitor_ref,
                entry
        )
)

select * from positioned
