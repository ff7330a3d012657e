-- What an answer says of each race before it comes to the rows of that race.
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
