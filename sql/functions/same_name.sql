-- Whether two names are the same but for case and accents.
create or replace macro same_name(one, other) as
    lower(strip_accents(one)) = lower(strip_accents(other))
