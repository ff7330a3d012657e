-- The fields of each race in an answer, without the rows of that race.
create or replace macro race_headers(races) as
    list_transform(
        races,
        lambda race: struct_pack(
            season := race.season,
            round := race.round,
            url := race.url,
            raceName := race.raceName,
            Circuit := race.Circuit,
            date := race.date,
            "time" := race."time"
        )
    )
