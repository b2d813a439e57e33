#!/usr/bin/env bash
# training/run.sh EXAMPLES OUT: renders examples, trains the ear's nets one after the other, exports them into OUT
# (training/README.md). Started again with the same folders it goes on where it was.
#
# FIRSTCHAIR_PYTHON          the interpreter with PyTorch (/usr/bin/python3)
# FIRSTCHAIR_EXAMPLES_MAKER  training_examples, built (none: packages are installed and it is built here)
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
examples=$1 out=$2
python=${FIRSTCHAIR_PYTHON:-/usr/bin/python3}
: "${FIRSTCHAIR_DATA:=$here/../shared/data}"
export FIRSTCHAIR_DATA
# One thread, and memory kept: on shared cores both are faster.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000

maker=${FIRSTCHAIR_EXAMPLES_MAKER:-}
if [ -z "$maker" ]; then
  "$here/scripts/install_packages.sh" build demo check train
  (cd "$here" && cmake --preset check >/dev/null && cmake --build build/check --target training_examples)
  maker=$here/build/check/training/training_examples
fi
mkdir -p "$examples" "$out"

say() { echo "$(date -u +%H:%M:%S) $*"; }
render() {  # NAME PIECES SECONDS SEED [FLAG...]: into a folder that is there only when it is whole
  [ -d "$examples/$1" ] && return
  say "renders $1"
  rm -rf "$examples/$1.part"
  "$maker" --out "$examples/$1.part" --pieces "$2" --seconds "$3" --seed "$4" "${@:5}" >/dev/null
  mv "$examples/$1.part" "$examples/$1"
}
train() {  # NAME KIND [OPTION...]: with all examples that are there
  say "trains $1"
  "$python" -u "$here/training/train.py" --ear "$2" --out "$out/$1" --train "$examples"/played-*[0-9] "$examples"/nothing-*[0-9] \
    --held clean="$examples/held-clean" room="$examples/held-room" record="$examples/held-record" \
    --nothing "$examples/held-nothing" "${@:3}"
}

for condition in clean room record; do render "held-$condition" 84 12 999 --validation "$condition"; done
render held-nothing 40 25 998 --validation clean --nothing

# Examples are added while the file ear begins to learn: 3 hours of drums and 25 minutes of nothing a part.
parts=16
for part in $(seq "$parts"); do
  render "nothing-$part" 60 25 "$((100 + part))" --nothing
  render "played-$part" 430 25 "$part"
  train file file --steps 16000 --until "$((part * 250))" --pieces 42
done
train file file --steps 16000 --pieces 42
train live live --steps 16000 --pieces 42
# The teacher, then both ears on from where they were, with its answers.
train teacher teacher --steps 10000 --batch 24 --frames 384 --rate 1.5e-3 --pieces 42
train file-taught file --steps 6000 --begin "$out/file" --teacher "$out/teacher" --rate 1e-3 --pieces 42
train live-taught live --steps 6000 --begin "$out/live" --teacher "$out/teacher" --rate 1e-3 --pieces 42
say done
