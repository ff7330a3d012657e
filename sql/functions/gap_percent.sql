-- How much longer a time is than another.
create or replace macro gap_percent(millis, other_millis) as
    cast(
        100.0 * (millis - other_millis) / nullif(other_millis, 0)
        as decimal(8, 3)
    )
