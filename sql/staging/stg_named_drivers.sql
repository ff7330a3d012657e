with entered as (
    select * from staging.stg_entered
),

timed as (
    select * from staging.stg_timed_drivers
),

lists as (
    select * from staging.stg_lists
),

newest as (
    select entered.driver
    from entered
    inner join lists using (list)
    where entered.driver is not null
    qualify row_number() over (
        partition by entered.driver.driverId
        order by list_rank, entered.driver
    ) = 1
),

named as (
    select
        driver.driverId as driver_ref,
        cast(known_text(driver.permanentNumber) as integer)
            as permanent_number,
        known_text(driver.code) as code,
        known_text(driver.url) as url,
        driver.givenName as given_name,
        driver.familyName as family_name,
        cast(known_text(driver.dateOfBirth) as date) as date_of_birth,
        known_text(driver.nationality) as nationality
    from newest
    where driver.driverId is not null
),

-- Laps and stops have the id only.
known as (
    select * from named
    union all by name
    select driver_ref from timed anti join named using (driver_ref)
)

select * from known
