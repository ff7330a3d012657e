-- Written by 'npm run migration' from the models' ymls: what the migrations
-- before lack.
alter table lyzer.driver
    alter column given_name drop not null,
    alter column family_name drop not null;
alter table lyzer.pit_stop
    alter column lap drop not null,
    alter column time drop not null;
alter table lyzer.qualifying_result alter column position drop not null;
alter table lyzer.race_result
    alter column laps drop not null,
    alter column status drop not null;
alter table lyzer.sprint_result
    alter column laps drop not null,
    alter column status drop not null;
alter table lyzer_metrics.base_constructor_career
    alter column poles drop not null;
alter table lyzer_metrics.circuit_constructor alter column poles drop not null;
alter table lyzer_metrics.circuit_driver alter column poles drop not null;
alter table lyzer_metrics.circuit_profile
    alter column pole_win_percent drop not null;
alter table lyzer_metrics.constructor_career alter column poles drop not null;
alter table lyzer_metrics.constructor_season alter column poles drop not null;
alter table lyzer_metrics.driver_career
    alter column poles drop not null,
    alter column laps drop not null;
alter table lyzer_metrics.driver_qualifying_season
    alter column firsts drop not null,
    alter column poles drop not null,
    alter column best_position drop not null,
    alter column average_position drop not null;
alter table lyzer_metrics.driver_race
    alter column laps drop not null,
    alter column is_pole drop not null;
alter table lyzer_metrics.driver_season
    alter column poles drop not null,
    alter column laps drop not null;
alter table lyzer_metrics.pit_visit alter column lap drop not null;
alter table lyzer_metrics.qualifying_performance
    alter column position drop not null;
alter table lyzer_metrics.race_summary alter column laps drop not null;
