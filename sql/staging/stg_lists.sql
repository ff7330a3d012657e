with snapshot as (
    select * from raw.snapshot
),

entries as (
    select unnest(map_entries(lists)) as entry from snapshot
),

split as (
    select
        entry.key as list,
        string_split(entry.key, '/') as parts,
        cast(entry.value.confirmedAt as timestamp) as confirmed_at,
        entry.value as stored
    from entries
),

renamed as (
    select
        list,
        parts[-1] as resource,
        case when len(parts) > 1 then cast(parts[1] as integer) end as season,
        case when len(parts) > 2 then cast(parts[2] as integer) end as round,
        -- Clocks may be wrong: the count of extractions comes first.
        row_number() over (
            order by
                coalesce(stored.sequence, 0) desc,
                case when stored.sequence is null then confirmed_at end desc,
                len(parts) desc,
                list
        ) as list_rank,
        stored.version as version,
        confirmed_at,
        stored.rows as row_count
    from split
)

select * from renamed
