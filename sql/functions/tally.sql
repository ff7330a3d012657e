-- Rows of a group that meet a condition; null where that is unknown for one.
create or replace macro tally(condition) as
    case
        when count(condition) = count(*)
            then cast(count(*) filter (where condition) as integer)
    end
