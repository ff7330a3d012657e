-- Drivers of both sources, matched by name and day of birth. Names that are
-- written in different ways need the day, and days that differ need the name.
with ours as (
    select
        driver_id,
        ref,
        date_of_birth as born,
        plain_name(given_name || ' ' || family_name) as full_name,
        plain_name(family_name) as family_name
    from lyzer.driver
),

theirs as (
    select
        id as f1db_id,
        cast(dateOfBirth as date) as born,
        plain_name(name) as short_name,
        plain_name(firstName || ' ' || lastName) as full_name,
        plain_name(fullName) as whole_name,
        plain_name(lastName) as family_name
    from f1db.drivers
),

scored as (
    select
        ours.driver_id,
        ours.ref,
        theirs.f1db_id,
        if(
            ours.full_name in (theirs.short_name, theirs.full_name), 4, 0
        ) + if(ours.born = theirs.born, 3, 0) + if(
            contains(theirs.whole_name, ours.family_name)
            or ends_with(ours.family_name, theirs.family_name), 2, 0
        ) as score
    from ours
    inner join theirs
        on ours.born = theirs.born
        or ours.full_name in (theirs.short_name, theirs.full_name)
),

best as (
    select driver_id, ref, f1db_id
    from scored
    where score >= 4
    qualify row_number() over (
        partition by driver_id
        order by score desc, f1db_id
    ) = 1
)

select * from best
