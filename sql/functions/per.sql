create or replace macro per(amount, number_of) as
    cast(1.0 * amount / nullif(number_of, 0) as decimal(8, 3))
