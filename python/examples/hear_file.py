"""hear_file.py SOUND [CHART]: the lean and the spread of every drum, and where the take's pulse went."""

import sys

import numpy as np

import firstchair

take = firstchair.hear(sys.argv[1], chart=sys.argv[2] if len(sys.argv) > 2 else None)
for drum in np.unique(take.voice):
    errors = take.error_ms[(take.voice == drum) & take.timed & (take.kind == 0)]
    if len(errors) > 1:
        print(f"{drum:12} {len(errors):4} strokes, mean {errors.mean():+5.1f} ms, SD {errors.std(ddof=1):4.1f} ms")
print(f"pulse {take.pulse['bpm'].min():.1f} to {take.pulse['bpm'].max():.1f} BPM")
