-- The views of sql/flat. Each load makes them, as it does those of lyzer_api.
create schema if not exists lyzer_flat;
