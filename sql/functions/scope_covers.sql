-- Whether the scope of a list, whose season and round are null where it has all
-- of them, covers a round.
create or replace macro scope_covers(list_season, list_round, season, round) as
    coalesce(list_season, season) = season
    and coalesce(list_round, round) = round
