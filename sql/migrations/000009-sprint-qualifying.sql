-- Written by 'npm run migration' from the models' ymls.
alter table lyzer.sprint_qualifying_result alter column position drop not null;

create table lyzer.session_start (
    id uuid not null,
    race_id uuid not null,
    session text not null,
    starts_at timestamp,
    time_zone text,
    is_cancelled boolean not null,
    primary key (id),
    unique (race_id, session) deferrable initially deferred,
    foreign key (race_id) references lyzer.race
);
