-- Written by 'npm run migration' from the models' ymls: what the migrations
-- before lack.

-- A placeholder, until the load has written all rows.
update lyzer.circuit set lat = 0
where lat is null;
update lyzer.circuit set long = 0
where long is null;
update lyzer.circuit set locality = ''
where locality is null;
update lyzer.circuit set country = ''
where country is null;
alter table lyzer.circuit
    alter column lat set not null,
    alter column long set not null,
    alter column locality set not null,
    alter column country set not null;

-- A placeholder, until the load has written all rows.
update lyzer.constructor set nationality = ''
where nationality is null;
alter table lyzer.constructor alter column nationality set not null;

-- A placeholder, until the load has written all rows.
update lyzer.driver set date_of_birth = '0001-01-01'
where date_of_birth is null;
update lyzer.driver set nationality = ''
where nationality is null;
alter table lyzer.driver
    alter column date_of_birth set not null,
    alter column nationality set not null;

-- A placeholder, until the load has written all rows.
update lyzer.practice_session set date = '0001-01-01'
where date is null;
alter table lyzer.practice_session alter column date set not null;
