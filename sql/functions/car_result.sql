-- The result of one car, of a race as of a sprint.
create or replace macro car_result(given) as
    struct_pack(
        driver_ref := sent(given.Driver.driverId),
        constructor_ref := sent(given.Constructor.constructorId),
        number := cast(known_text(given.number) as integer),
        "position" := cast(sent(given."position") as integer),
        position_text := sent(given.positionText),
        points := cast(sent(given.points) as decimal(6, 2)),
        grid := cast(known_text(given.grid) as integer),
        laps := cast(known_text(given.laps) as integer),
        status := known_text(given.status),
        millis := cast(known_text(sent_in(given."Time", 'millis')) as bigint),
        "time" := known_text(sent_in(given."Time", 'time')),
        fl_rank := cast(known_text(given.FastestLap.rank) as integer),
        fl_lap := cast(known_text(given.FastestLap.lap) as integer),
        fl_time := known_text(given.FastestLap."Time"."time"),
        fl_units := known_text(sent_in(given.FastestLap.AverageSpeed, 'units')),
        fl_speed := cast(
            known_text(sent_in(given.FastestLap.AverageSpeed, 'speed'))
            as decimal(7, 3)
        )
    )
