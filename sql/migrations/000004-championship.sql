-- The championships, computed from results and the season's rules: who stood
-- where, what did not count, and who could still win. Rows come from sql/metrics.
create schema if not exists lyzer_metrics;

-- A list without shared places beside the place itself, for Jolpica's form.
alter table lyzer.driver_standing
    add column list_position integer;

-- Jolpica has one id for Brabham-BMW and Brabham-Ford, the rules did not.
alter table lyzer.constructor_standing
    add column list_position integer,
    add column entry text not null default '',
    drop constraint constructor_standing_pkey,
    add primary key (race_id, constructor_id, entry);
alter table lyzer.constructor_standing alter column entry drop default;

create index on lyzer.driver_standing (driver_id);
create index on lyzer.constructor_standing (constructor_id);

create table lyzer_metrics.driver_championship (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    season integer not null references lyzer.season,
    round integer not null,
    position integer,
    points numeric(6, 2) not null,
    points_scored numeric(6, 2) not null,
    points_dropped numeric(6, 2) not null,
    wins integer not null,
    gap numeric(6, 2) not null,
    races_left integer not null,
    points_to_come numeric(6, 2) not null,
    can_win boolean not null,
    is_decided boolean not null,
    is_excluded boolean not null,
    primary key (race_id, driver_id)
);
create index on lyzer_metrics.driver_championship (season, round);
create index on lyzer_metrics.driver_championship (driver_id);

create table lyzer_metrics.constructor_championship (
    race_id uuid not null references lyzer.race,
    constructor_id uuid not null references lyzer.constructor,
    entry text not null,
    season integer not null references lyzer.season,
    round integer not null,
    position integer,
    points numeric(6, 2) not null,
    points_scored numeric(6, 2) not null,
    points_dropped numeric(6, 2) not null,
    wins integer not null,
    gap numeric(6, 2) not null,
    races_left integer not null,
    points_to_come numeric(6, 2) not null,
    can_win boolean not null,
    is_decided boolean not null,
    is_excluded boolean not null,
    primary key (race_id, constructor_id, entry)
);
create index on lyzer_metrics.constructor_championship (season, round);
create index on lyzer_metrics.constructor_championship (constructor_id);

create table lyzer_metrics.driver_dropped_score (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    dropped_race_id uuid not null references lyzer.race,
    season integer not null references lyzer.season,
    round integer not null,
    dropped_round integer not null,
    points numeric(6, 2) not null,
    primary key (race_id, driver_id, dropped_race_id)
);

create table lyzer_metrics.constructor_dropped_score (
    race_id uuid not null references lyzer.race,
    constructor_id uuid not null references lyzer.constructor,
    entry text not null,
    dropped_race_id uuid not null references lyzer.race,
    season integer not null references lyzer.season,
    round integer not null,
    dropped_round integer not null,
    points numeric(6, 2) not null,
    primary key (race_id, constructor_id, entry, dropped_race_id)
);

create table lyzer_metrics.title (
    season integer not null references lyzer.season,
    championship text not null,
    driver_id uuid references lyzer.driver,
    constructor_id uuid references lyzer.constructor,
    race_id uuid not null references lyzer.race,
    round integer not null,
    races_left integer not null,
    points numeric(6, 2) not null,
    wins integer not null,
    margin numeric(6, 2),
    primary key (season, championship),
    check ((driver_id is null) <> (constructor_id is null))
);
create index on lyzer_metrics.title (driver_id);
create index on lyzer_metrics.title (constructor_id);
