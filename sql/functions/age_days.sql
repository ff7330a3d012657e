-- Days since the last birthday, so that an age reads '18 years and 228 days'.
create or replace macro age_days(birth, day) as
    cast(
        date_sub(
            'day', birth + to_years(date_sub('year', birth, day)), day
        ) as integer
    )
