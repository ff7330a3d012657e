-- Milliseconds of '1:23.456', '23.004' or '1:02:03.456'; null for what is not
-- a duration. Computed with integers and decimals, never floats.
create or replace macro duration_millis(duration) as
    case
        -- Nearly every lap; taking its digits at once halves the time.
        when duration like '_:__.___' then
            try_cast(substr(duration, 1, 1) as integer) * 60000
            + try_cast(
                substr(duration, 3, 2) || substr(duration, 6, 3) as integer
            )
        when regexp_full_match(duration, '(\d+:){0,2}\d+(\.\d{1,3})?') then
            coalesce(try_cast(split_part(duration, ':', -3) as integer), 0)
            * 3600000
            + coalesce(try_cast(split_part(duration, ':', -2) as integer), 0)
            * 60000
            + cast(
                cast(split_part(duration, ':', -1) as decimal(12, 3)) * 1000
                as integer
            )
    end
