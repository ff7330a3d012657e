-- Written by 'npm run migration' from the models' ymls.
alter table lyzer.sprint_qualifying_result alter column position drop not null;
