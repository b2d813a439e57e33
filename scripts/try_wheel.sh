#!/usr/bin/env bash
# try_wheel.sh WHEEL [PYTHON]: installs the wheel into a fresh virtual environment, outside the clone, and hears a take with
# it, in one thread and in several; with mir_eval and Dask where pip finds them. Ends with 1 where something is wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${2:-python3}" -m venv "$folder/venv"
cd "$folder"
export PATH=$folder/venv/bin:$PATH
pip install --quiet --only-binary :all: "$wheel" pandas
python - <<'END_OF_PYTHON'
import numpy as np
import soundfile

rate, rng = 44100, np.random.default_rng(7)
sound = np.zeros(rate * 26)
truth = 1 + np.arange(96) / 4
for time in truth:
    at = int(time * rate)
    sound[at : at + 4000] += 0.6 * np.exp(-np.arange(4000) / 600) * rng.uniform(-1, 1, 4000)
soundfile.write("take.wav", sound, rate)
np.savetxt("truth.txt", truth)

import firstchair

take = firstchair.hear("take.wav", voices="pad", bpm=120)
assert firstchair.__file__.startswith("/tmp") or "site-packages" in firstchair.__file__, firstchair.__file__
assert 90 <= len(take) <= 100, len(take)
assert abs(take.pulse["bpm"].mean() - 120) < 0.5, take.pulse["bpm"].mean()
assert len(take.frame()) == len(take)
many = list(firstchair.hear_many(["take.wav", "none.wav", "take.wav"], workers=2, voices="pad", bpm=120))
assert many[0][1].json == take.json == many[2][1].json and isinstance(many[1][1], firstchair.Error)
print("firstchair", firstchair.version(), ":", len(take), "of 96 strokes,", many[1][1])
END_OF_PYTHON
if pip install --quiet --only-binary :all: mir_eval dask 2>/dev/null; then
  python "$here/python/examples/score.py" take.wav truth.txt
  mkdir many && cp take.wav many/a.wav && cp take.wav many/b.wav && echo no >many/c.wav
  python "$here/python/examples/folder_dask.py" many
fi
