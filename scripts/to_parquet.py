#!/usr/bin/env python3
"""scripts/to_parquet.py FOLDER: makes strokes.parquet and takes.parquet beside the strokes.csv and takes.jsonl of an
export for research (firstchair school export --research), and says how large they are. It needs duckdb of PyPI
(python3 -m venv v && v/bin/pip install duckdb); nothing of the product does."""
import os
import sys
import time

try:
    import duckdb
except ImportError:
    sys.exit("to_parquet.py: duckdb is not there: python3 -m venv v && v/bin/pip install duckdb")

# Hundredths of a millisecond and of a decibel as whole numbers pack four times as well as real ones.
STROKES = """
COPY (SELECT student, take::INTEGER AS take, kind, bar::INTEGER AS bar, round(beat * 10000)::INTEGER AS beat_e4, line, written,
             heard, round(error_ms * 100)::INTEGER AS error_ms_e2, strength::SMALLINT AS strength,
             round(level_db * 100)::INTEGER AS level_db_e2
      FROM read_csv('{folder}/strokes.csv', header = true, columns = {{student: 'VARCHAR', take: 'BIGINT', kind: 'VARCHAR',
        bar: 'BIGINT', beat: 'DOUBLE', line: 'VARCHAR', written: 'VARCHAR', heard: 'VARCHAR', error_ms: 'DOUBLE',
        strength: 'DOUBLE', level_db: 'DOUBLE'}}))
TO '{folder}/strokes.parquet' (FORMAT parquet, COMPRESSION zstd)
"""
TAKES = "COPY (SELECT * FROM read_json('{folder}/takes.jsonl')) TO '{folder}/takes.parquet' (FORMAT parquet, COMPRESSION zstd)"
SPREAD = """SELECT count(*) FROM (SELECT student, take, line, stddev_samp(error_ms_e2) / 100 FROM '{folder}/strokes.parquet'
            WHERE kind = 'matched' GROUP BY ALL)"""


def main():
    if len(sys.argv) != 2 or not os.path.isfile(os.path.join(sys.argv[1], "strokes.csv")):
        sys.exit("usage: to_parquet.py FOLDER, made by firstchair school export --research")
    folder = sys.argv[1].replace("'", "''")
    base = duckdb.connect()
    began = time.process_time()
    for sql in (STROKES, TAKES):
        base.execute(sql.format(folder=folder))
    made = time.process_time() - began
    rows = base.execute(f"SELECT count(*) FROM '{folder}/strokes.parquet'").fetchone()[0]
    began = time.process_time()
    lines = base.execute(SPREAD.format(folder=folder)).fetchone()[0]
    asked = time.process_time() - began
    size = {name: os.path.getsize(os.path.join(sys.argv[1], name)) for name in ("strokes.csv", "strokes.parquet")}
    print(f"{rows} rows of strokes: {size['strokes.csv'] / max(rows, 1):.1f} bytes each as CSV,"
          f" {size['strokes.parquet'] / max(rows, 1):.1f} as Parquet; made in {made:.1f} s of processor time")
    print(f"the spread of each of {lines} lines of takes: {asked:.2f} s of processor time")


main()
