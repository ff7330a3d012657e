-- Weight of a place in a count-back: six bits for each place of 1 to 21, the
-- first place foremost, so that sums of up to 63 results compare by wins, then
-- by second places, and so on. Places of 22 to 42 go into a sum of their own.
create or replace macro place_weight(place) as
    case
        when place between 1 and 21 then
            cast(1 as hugeint) << cast(126 - 6 * place as integer)
        else cast(0 as hugeint)
    end
