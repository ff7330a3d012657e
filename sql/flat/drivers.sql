select
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    driver.permanent_number,
    driver.code,
    driver.given_name,
    driver.family_name,
    driver.date_of_birth,
    driver.nationality,
    driver.url
from lyzer.driver
