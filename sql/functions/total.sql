-- A sum over a group; null where a summand is unknown.
create or replace macro total(measure) as
    case
        when count(measure) = count(*) then cast(sum(measure) as integer)
    end
