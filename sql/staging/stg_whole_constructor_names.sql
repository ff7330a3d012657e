with names as (
    select * from raw.whole_constructor_name
),

renamed as (
    select constructor_ref, source from names
)

select * from renamed
