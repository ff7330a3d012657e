-- Metrics. Rows come from sql/metrics; what each column means is told there.
create schema if not exists lyzer_metrics;

create table lyzer_metrics.driver_race (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    season integer not null references lyzer.season,
    round integer not null,
    constructor_id uuid not null references lyzer.constructor,
    grid integer,
    position integer,
    points numeric(6, 2) not null,
    laps integer not null,
    laps_led integer,
    places_gained integer,
    is_start boolean not null,
    is_classified boolean not null,
    is_dnf boolean not null,
    is_disqualified boolean not null,
    is_win boolean not null,
    is_podium boolean not null,
    is_points_finish boolean not null,
    is_pole boolean not null,
    is_fastest_lap boolean,
    is_hat_trick boolean,
    is_grand_slam boolean,
    is_shared boolean not null,
    primary key (race_id, driver_id)
);
create index on lyzer_metrics.driver_race (driver_id);
create index on lyzer_metrics.driver_race (constructor_id);

create table lyzer_metrics.driver_season (
    season integer not null references lyzer.season,
    driver_id uuid not null references lyzer.driver,
    entries integer not null,
    starts integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    front_rows integer not null,
    fastest_laps integer,
    hat_tricks integer,
    grand_slams integer,
    best_position integer,
    points_finishes integer not null,
    classified integer not null,
    dnfs integer not null,
    disqualifications integer not null,
    laps integer not null,
    laps_led integer,
    places_gained integer,
    sprint_starts integer not null,
    sprint_wins integer not null,
    points numeric(7, 2) not null,
    sprint_points numeric(7, 2) not null,
    points_counted numeric(6, 2),
    championship_position integer,
    is_champion boolean not null,
    points_per_start numeric(8, 3),
    team_points_percent numeric(7, 2),
    primary key (season, driver_id)
);
create index on lyzer_metrics.driver_season (driver_id);

create table lyzer_metrics.driver_career (
    driver_id uuid primary key references lyzer.driver,
    seasons integer not null,
    first_season integer not null,
    last_season integer not null,
    entries integer not null,
    starts integer not null,
    titles integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    front_rows integer not null,
    fastest_laps integer,
    hat_tricks integer,
    grand_slams integer,
    sprint_wins integer not null,
    best_championship_position integer,
    best_position integer,
    points_finishes integer not null,
    classified integer not null,
    dnfs integer not null,
    disqualifications integer not null,
    points numeric(8, 2) not null,
    points_counted numeric(8, 2),
    laps integer not null,
    laps_led integer,
    places_gained integer,
    teams integer not null,
    points_per_start numeric(8, 3),
    win_percent numeric(7, 2),
    podium_percent numeric(7, 2),
    pole_percent numeric(7, 2),
    dnf_percent numeric(7, 2)
);

create table lyzer_metrics.driver_streak (
    driver_id uuid not null references lyzer.driver,
    kind text not null,
    first_race_id uuid not null references lyzer.race,
    last_race_id uuid not null references lyzer.race,
    length integer not null,
    is_running boolean not null,
    record_rank integer not null,
    primary key (driver_id, kind, first_race_id)
);
create index on lyzer_metrics.driver_streak (kind, record_rank);

create table lyzer_metrics.driver_milestone (
    driver_id uuid not null references lyzer.driver,
    kind text not null,
    races integer not null,
    first_race_id uuid not null references lyzer.race,
    first_date date not null,
    last_race_id uuid not null references lyzer.race,
    last_date date not null,
    starts_to_first integer not null,
    first_age_years integer,
    first_age_days integer,
    last_age_years integer,
    last_age_days integer,
    youngest_rank integer not null,
    oldest_rank integer not null,
    primary key (driver_id, kind)
);
create index on lyzer_metrics.driver_milestone (kind, youngest_rank);

create table lyzer_metrics.constructor_season (
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    entries integer not null,
    races integer not null,
    starts integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    fastest_laps integer,
    hat_tricks integer,
    grand_slams integer,
    one_twos integer not null,
    front_row_lockouts integer not null,
    best_position integer,
    classified integer not null,
    dnfs integer not null,
    laps_led integer,
    places_gained integer,
    points numeric(7, 2) not null,
    drivers integer not null,
    points_counted numeric(6, 2),
    championship_position integer,
    is_champion boolean not null,
    points_per_start numeric(8, 3),
    dnf_percent numeric(7, 2),
    primary key (season, constructor_id)
);
create index on lyzer_metrics.constructor_season (constructor_id);

create table lyzer_metrics.constructor_career (
    constructor_id uuid primary key references lyzer.constructor,
    seasons integer not null,
    first_season integer not null,
    last_season integer not null,
    entries integer not null,
    races integer not null,
    starts integer not null,
    titles integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    fastest_laps integer,
    hat_tricks integer,
    grand_slams integer,
    one_twos integer not null,
    front_row_lockouts integer not null,
    best_championship_position integer,
    best_position integer,
    classified integer not null,
    dnfs integer not null,
    laps_led integer,
    places_gained integer,
    points numeric(8, 2) not null,
    points_counted numeric(8, 2),
    points_per_start numeric(8, 3),
    win_percent numeric(7, 2)
);

create table lyzer_metrics.base_constructor_career (
    base_constructor_id uuid primary key references lyzer.base_constructor,
    entries integer not null,
    races integer not null,
    seasons integer not null,
    first_season integer not null,
    last_season integer not null,
    starts integer not null,
    titles integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    fastest_laps integer,
    best_championship_position integer,
    best_position integer,
    classified integer not null,
    dnfs integer not null,
    laps_led integer,
    points numeric(8, 2) not null,
    points_counted numeric(8, 2),
    points_per_start numeric(8, 3),
    win_percent numeric(7, 2)
);

create table lyzer_metrics.constructor_streak (
    base_constructor_id uuid not null references lyzer.base_constructor,
    kind text not null,
    first_race_id uuid not null references lyzer.race,
    last_race_id uuid not null references lyzer.race,
    length integer not null,
    is_running boolean not null,
    record_rank integer not null,
    primary key (base_constructor_id, kind, first_race_id)
);
create index on lyzer_metrics.constructor_streak (kind, record_rank);

create table lyzer_metrics.reliability_season (
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    starts integer not null,
    dnfs integer not null,
    mechanical_dnfs integer,
    accident_dnfs integer,
    driver_dnfs integer,
    unexplained_dnfs integer not null,
    dnf_percent numeric(7, 2) not null,
    mechanical_percent numeric(7, 2),
    primary key (season, constructor_id)
);
create index on lyzer_metrics.reliability_season (constructor_id);

create table lyzer_metrics.teammate_season (
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    driver_id uuid not null references lyzer.driver,
    teammate_id uuid not null references lyzer.driver,
    races integer not null,
    both_classified integer not null,
    races_ahead integer not null,
    both_on_grid integer not null,
    grids_ahead integer not null,
    both_qualified integer,
    qualifying_ahead integer,
    points numeric(7, 2) not null,
    teammate_points numeric(7, 2) not null,
    median_qualifying_gap_percent numeric(8, 3),
    median_race_gap_percent numeric(8, 3),
    primary key (season, constructor_id, driver_id, teammate_id)
);
create index on lyzer_metrics.teammate_season (driver_id);

create table lyzer_metrics.race_summary (
    race_id uuid primary key references lyzer.race,
    season integer not null references lyzer.season,
    round integer not null,
    circuit_id uuid not null references lyzer.circuit,
    winning_driver_id uuid not null references lyzer.driver,
    winning_constructor_id uuid not null references lyzer.constructor,
    winner_grid integer,
    pole_driver_id uuid references lyzer.driver,
    fastest_lap_driver_id uuid references lyzer.driver,
    laps integer not null,
    millis bigint,
    margin_millis bigint,
    starters integer not null,
    classified integer not null,
    dnfs integer not null,
    leaders integer,
    lead_changes integer,
    pit_visits integer,
    overtakes integer
);
create index on lyzer_metrics.race_summary (season);
create index on lyzer_metrics.race_summary (circuit_id);
create index on lyzer_metrics.race_summary (winning_driver_id);

create table lyzer_metrics.race_pace (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    laps integer not null,
    clean_laps integer not null,
    best_lap_millis integer not null,
    median_lap_millis integer,
    lap_spread_millis integer,
    gap_to_winner_percent numeric(8, 3),
    gap_to_winner_per_lap_millis integer,
    first_lap_places_gained integer,
    pit_visits integer,
    pit_millis integer,
    primary key (race_id, driver_id)
);
create index on lyzer_metrics.race_pace (driver_id);

create table lyzer_metrics.stint (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    stint integer not null,
    season integer not null references lyzer.season,
    first_lap integer not null,
    last_lap integer not null,
    laps integer not null,
    clean_laps integer not null,
    millis integer not null,
    best_lap_millis integer not null,
    median_lap_millis integer,
    fade_millis_per_lap numeric(9, 1),
    pit_millis integer,
    primary key (race_id, driver_id, stint)
);
create index on lyzer_metrics.stint (driver_id);

create table lyzer_metrics.overtake (
    race_id uuid not null references lyzer.race,
    lap integer not null,
    driver_id uuid not null references lyzer.driver,
    passed_driver_id uuid not null references lyzer.driver,
    season integer not null references lyzer.season,
    position integer not null,
    primary key (race_id, lap, driver_id, passed_driver_id)
);
create index on lyzer_metrics.overtake (driver_id);
create index on lyzer_metrics.overtake (passed_driver_id);

create table lyzer_metrics.pit_visit (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    stop integer not null,
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    lap integer not null,
    millis integer,
    kind text,
    against_field_millis integer,
    primary key (race_id, driver_id, stop)
);

create table lyzer_metrics.pit_crew_season (
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    stops integer not null,
    median_millis integer not null,
    best_millis integer not null,
    best_race_id uuid not null references lyzer.race,
    median_against_field_millis integer not null,
    best_against_field_millis integer not null,
    lost_millis integer not null,
    slow_stops integer not null,
    primary key (season, constructor_id)
);

create table lyzer_metrics.qualifying_performance (
    race_id uuid not null references lyzer.race,
    driver_id uuid not null references lyzer.driver,
    season integer not null references lyzer.season,
    constructor_id uuid not null references lyzer.constructor,
    position integer not null,
    part_reached integer,
    millis integer,
    first_millis integer,
    gap_millis integer,
    gap_percent numeric(8, 3),
    part_gap_percent numeric(8, 3),
    primary key (race_id, driver_id)
);
create index on lyzer_metrics.qualifying_performance (driver_id);

create table lyzer_metrics.driver_qualifying_season (
    season integer not null references lyzer.season,
    driver_id uuid not null references lyzer.driver,
    sessions integer not null,
    firsts integer not null,
    poles integer not null,
    best_position integer not null,
    average_position numeric(8, 3) not null,
    part_3_appearances integer,
    part_2_exits integer,
    part_1_exits integer,
    median_gap_percent numeric(8, 3),
    primary key (season, driver_id)
);

create table lyzer_metrics.circuit_profile (
    circuit_id uuid primary key references lyzer.circuit,
    races integer not null,
    first_season integer not null,
    last_season integer not null,
    winners integer not null,
    pole_win_percent numeric(7, 2) not null,
    dnf_percent numeric(7, 2) not null,
    lead_changes_per_race numeric(8, 3),
    overtakes_per_race numeric(8, 3),
    most_driver_wins integer not null,
    most_constructor_wins integer not null,
    driver_dominance_percent numeric(7, 2) not null,
    constructor_dominance_percent numeric(7, 2) not null,
    lap_record_millis integer,
    lap_record_driver_id uuid references lyzer.driver,
    lap_record_race_id uuid references lyzer.race
);

create table lyzer_metrics.circuit_driver (
    circuit_id uuid not null references lyzer.circuit,
    driver_id uuid not null references lyzer.driver,
    starts integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    fastest_laps integer,
    points numeric(7, 2) not null,
    laps_led integer,
    best_position integer,
    first_win_season integer,
    last_win_season integer,
    win_rank integer not null,
    primary key (circuit_id, driver_id)
);
create index on lyzer_metrics.circuit_driver (driver_id);

create table lyzer_metrics.circuit_constructor (
    circuit_id uuid not null references lyzer.circuit,
    base_constructor_id uuid not null references lyzer.base_constructor,
    races integer not null,
    wins integer not null,
    podiums integer not null,
    poles integer not null,
    fastest_laps integer,
    points numeric(7, 2) not null,
    laps_led integer,
    best_position integer,
    first_win_season integer,
    last_win_season integer,
    win_rank integer not null,
    primary key (circuit_id, base_constructor_id)
);
create index on lyzer_metrics.circuit_constructor (base_constructor_id);

create table lyzer_metrics.rescored_season (
    scoring text not null,
    season integer not null references lyzer.season,
    driver_id uuid not null references lyzer.driver,
    points numeric(7, 2) not null,
    position integer not null,
    points_percent numeric(7, 2) not null,
    primary key (scoring, season, driver_id)
);
create index on lyzer_metrics.rescored_season (season, driver_id);
