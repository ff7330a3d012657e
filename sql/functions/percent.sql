create or replace macro percent(part, whole) as
    cast(100.0 * part / nullif(whole, 0) as decimal(7, 2))
