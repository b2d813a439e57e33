"""folder_dask.py FOLDER [SCHEDULER]: every wav in a folder, heard by Dask, as one table with a row a stroke. SCHEDULER is
the address of a dask.distributed scheduler, whose workers must see the folder and have firstchair installed; without one
the threads of this machine hear. hear_many() does the same on one machine without Dask."""

import sys
from pathlib import Path

import dask
import pandas

import firstchair


@dask.delayed
def heard(path):
    try:
        return firstchair.hear(path).frame().assign(file=path.name)
    except firstchair.Error as error:
        print(error, file=sys.stderr)
        return pandas.DataFrame()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        from dask.distributed import Client

        Client(sys.argv[2])
    paths = sorted(Path(sys.argv[1]).glob("*.wav"))
    # A call runs without Python's lock: threads are enough on one machine.
    tables = dask.compute(*map(heard, paths), **({} if len(sys.argv) > 2 else {"scheduler": "threads"}))
    table = pandas.concat(tables)
    print(table.groupby(["file", "voice"]).error_ms.agg(["count", "mean", "std"]).round(1))
