-- Written by 'npm run migration' from the models' ymls.

-- A placeholder, until the load has written all rows.
alter table lyzer_metrics.driver_career
    add column shared_wins integer not null default 0;
alter table lyzer_metrics.driver_career alter column shared_wins drop default;

-- A placeholder, until the load has written all rows.
alter table lyzer_metrics.driver_season
    add column shared_wins integer not null default 0;
alter table lyzer_metrics.driver_season alter column shared_wins drop default;
alter table lyzer_metrics.race_summary add column margin_laps integer;
