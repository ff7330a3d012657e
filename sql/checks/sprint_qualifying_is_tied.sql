with sent as (
    select * from staging.stg_sprintqualifying
),

tied as (
    select * from staging.stg_sprint_qualifying
),

drivers as (
    select * from staging.stg_alpha_driver_refs
),

constructors as (
    select * from staging.stg_alpha_constructor_refs
),

untied as (
    select
        sent.list,
        sent.row_index,
        sent.race_name,
        concat_ws(' ', sent.given_name, sent.family_name) as driver,
        sent.team_name as team,
        case
            when driver_ref is not null and constructor_ref is not null
                then 'race, or there is another row'
            else concat_ws(
                ', ',
                case when driver_ref is null then 'driver' end,
                case when constructor_ref is null then 'team' end
            )
        end as unknown
    from sent
    anti join tied
        on sent.list = tied.list
        and sent.row_index = tied.row_index
    left join drivers using (season, alpha_driver_id)
    left join constructors using (season, alpha_team_id)
)

select * from untied
