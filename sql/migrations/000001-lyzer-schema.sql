-- Lyzer's tables. Rows come from sql/core; ids are UUIDs, version 5, of a fixed
-- namespace and the natural key (sql/functions/lyzer_uuid.sql).
create schema if not exists lyzer;

create table lyzer.season (
    season integer primary key
);

create table lyzer.base_constructor (
    constructor_id uuid primary key,
    ref text not null unique
);

create table lyzer.constructor (
    constructor_id uuid primary key,
    ref text not null unique,
    name text not null,
    nationality text,
    base_constructor_id uuid not null references lyzer.base_constructor
);

create table lyzer.driver (
    driver_id uuid primary key,
    ref text not null unique,
    permanent_number integer,
    code text,
    given_name text not null,
    family_name text not null,
    date_of_birth date,
    nationality text
);

create table lyzer.circuit (
    circuit_id uuid primary key,
    ref text not null unique,
    circuit_name text not null,
    lat numeric(9, 6),
    long numeric(9, 6),
    locality text,
    country text
);

create table lyzer.driver_register (
    id uuid primary key,
    season integer not null references lyzer.season,
    driver_id uuid not null references lyzer.driver,
    unique (season, driver_id)
);

create table lyzer.constructor_register (
    id uuid primary key,
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    unique (season, constructor_id)
);

-- A race names its sessions and a session its race: the references from race
-- to its sessions are added below, when both sides exist.
create table lyzer.race (
    id uuid primary key,
    season integer not null references lyzer.season,
    round integer not null,
    race_name text not null,
    circuit_id uuid not null references lyzer.circuit,
    date date not null,
    time time,
    practice_1_id uuid,
    practice_2_id uuid,
    practice_3_id uuid,
    qualifying_id uuid,
    sprint_id uuid,
    sprint_qualifying_id uuid,
    unique (season, race_name),
    -- Rounds swap when a calendar changes: judged when a load is whole.
    unique (season, round) deferrable initially deferred
);

create table lyzer.practice_session (
    id uuid primary key,
    race_id uuid not null references lyzer.race,
    session_name text not null,
    date date,
    time time,
    unique (race_id, session_name)
);

create table lyzer.qualifying_session (
    id uuid primary key,
    race_id uuid not null unique references lyzer.race,
    date date,
    time time
);

create table lyzer.sprint_session (
    id uuid primary key,
    race_id uuid not null unique references lyzer.race,
    date date,
    time time
);

create table lyzer.sprint_qualifying_session (
    id uuid primary key,
    race_id uuid not null unique references lyzer.race,
    date date,
    time time
);

alter table lyzer.race
    add foreign key (practice_1_id) references lyzer.practice_session
        deferrable initially deferred,
    add foreign key (practice_2_id) references lyzer.practice_session
        deferrable initially deferred,
    add foreign key (practice_3_id) references lyzer.practice_session
        deferrable initially deferred,
    add foreign key (qualifying_id) references lyzer.qualifying_session
        deferrable initially deferred,
    add foreign key (sprint_id) references lyzer.sprint_session
        deferrable initially deferred,
    add foreign key (sprint_qualifying_id)
        references lyzer.sprint_qualifying_session
        deferrable initially deferred;

create table lyzer.race_result (
    id uuid primary key,
    season integer not null references lyzer.season,
    race_id uuid not null references lyzer.race,
    number integer,
    position integer not null,
    position_text text not null,
    points numeric(6, 2) not null,
    driver_id uuid not null references lyzer.driver,
    constructor_id uuid not null references lyzer.constructor,
    grid integer,
    laps integer not null,
    status text not null,
    millis bigint,
    time text,
    fl_rank integer,
    fl_lap integer,
    fl_time text,
    fl_units text,
    fl_speed numeric(7, 3)
);
create index on lyzer.race_result (race_id);
create index on lyzer.race_result (driver_id);
create index on lyzer.race_result (constructor_id);

create table lyzer.sprint_result (
    id uuid primary key,
    season integer not null references lyzer.season,
    race_id uuid not null references lyzer.race,
    sprint_id uuid not null references lyzer.sprint_session,
    number integer,
    position integer not null,
    position_text text not null,
    points numeric(6, 2) not null,
    driver_id uuid not null references lyzer.driver,
    constructor_id uuid not null references lyzer.constructor,
    grid integer,
    laps integer not null,
    status text not null,
    millis bigint,
    time text,
    fl_rank integer,
    fl_lap integer,
    fl_time text,
    fl_units text,
    fl_speed numeric(7, 3)
);
create index on lyzer.sprint_result (race_id);

create table lyzer.qualifying_result (
    id uuid primary key,
    season integer not null references lyzer.season,
    race_id uuid not null references lyzer.race,
    qualifying_id uuid not null references lyzer.qualifying_session,
    number integer,
    position integer not null,
    driver_id uuid not null references lyzer.driver,
    constructor_id uuid not null references lyzer.constructor,
    q1 text,
    q2 text,
    q3 text,
    q1_millis integer,
    q2_millis integer,
    q3_millis integer
);
create index on lyzer.qualifying_result (race_id);
create index on lyzer.qualifying_result (driver_id);

create table lyzer.sprint_qualifying_result (
    id uuid primary key,
    season integer not null references lyzer.season,
    race_id uuid not null references lyzer.race,
    sprint_qualifying_id uuid not null
        references lyzer.sprint_qualifying_session,
    number integer,
    position integer not null,
    driver_id uuid not null references lyzer.driver,
    constructor_id uuid not null references lyzer.constructor,
    sq1 text,
    sq2 text,
    sq3 text,
    sq1_millis integer,
    sq2_millis integer,
    sq3_millis integer
);

create table lyzer.lap (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    lap integer not null,
    season integer not null,
    position integer,
    time text not null,
    millis integer not null,
    primary key (race_id, driver_id, lap)
);

create table lyzer.pit_stop (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    stop integer not null,
    season integer not null,
    lap integer not null,
    time time not null,
    duration text,
    millis integer,
    primary key (race_id, driver_id, stop)
);

-- Positions are null for those whom the season did not classify.
create table lyzer.driver_standing (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    season integer not null references lyzer.season,
    round integer not null,
    position integer,
    position_text text not null,
    points numeric(6, 2) not null,
    wins integer not null,
    primary key (race_id, driver_id)
);

create table lyzer.constructor_standing (
    race_id uuid not null references lyzer.race,
    constructor_id uuid not null references lyzer.constructor,
    season integer not null references lyzer.season,
    round integer not null,
    position integer,
    position_text text not null,
    points numeric(6, 2) not null,
    wins integer not null,
    primary key (race_id, constructor_id)
);
