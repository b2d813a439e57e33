#!/usr/bin/env bash
# training/run.sh OUT [MINUTES]: renders the examples, trains the ear's net and exports it into OUT (training/README.md).
# Started again with the same OUT it goes on where it was.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=$1 minutes=${2:-80}
: "${FIRSTCHAIR_DATA:=$here/../shared/data}"
export FIRSTCHAIR_DATA

"$here/scripts/install_packages.sh" build demo check train
(cd "$here" && cmake --preset check >/dev/null && cmake --build build/check --target training_examples)
mkdir -p "$out"
render() {  # NAME PIECES SEED [FLAG]: into a folder that is there only when it is whole
  [ -d "$out/$1" ] && return
  "$here/build/check/training/training_examples" --out "$out/$1.part" --pieces "$2" --seed "$3" "${@:4}"
  mv "$out/$1.part" "$out/$1"
}
render held 60 999
render held-nothing 40 998 --nothing
for seed in 1 2 3 4 5; do render "played-$seed" 400 "$seed"; done
render nothing 300 11 --nothing
render machine 90 21 --machine

# One thread, and memory kept: on two shared cores both are faster.
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000 /usr/bin/python3 \
  "$here/training/train.py" --train "$out"/played-* "$out/nothing" "$out/machine" --held "$out/held" "$out/held-nothing" --out "$out/net" \
  --minutes "$minutes" --resume
