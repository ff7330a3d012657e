"""Loads a Parquet file into table s.lap with dlt, as its documentation does: dlt_load.py URL FILE."""

import sys

import dlt
import pyarrow.parquet

url, file = sys.argv[1:]
pipeline = dlt.pipeline(
    pipeline_name="lyzer_bench",
    pipelines_dir=f"{file}.dlt",
    destination=dlt.destinations.postgres(url),
    dataset_name="s",
)
rows = pyarrow.parquet.read_table(file)
pipeline.run(rows, table_name="lap", write_disposition="replace", loader_file_format="csv")
