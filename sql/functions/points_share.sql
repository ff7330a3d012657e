-- Points divided among those who share them, to the nearest hundredth, as the
-- tables have them: 8 for two is 4, 4 for three 1.33, 1 for seven 0.14.
create or replace macro points_share(points, sharers) as
    cast(
        (2 * cast(points * 100 as bigint) + sharers) // (2 * sharers) * 0.01
        as decimal(6, 2)
    )
