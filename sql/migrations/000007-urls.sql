-- Written by 'npm run migration' from the models' ymls: what the migrations
-- before lack.
alter table lyzer.circuit add column url text;
alter table lyzer.constructor add column url text;
alter table lyzer.driver add column url text;
alter table lyzer.race add column url text;
alter table lyzer.season add column url text;
