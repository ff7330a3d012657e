-- Full years from a day of birth to another day.
create or replace macro age_years(birth, day) as
    cast(date_sub('year', birth, day) as integer)
