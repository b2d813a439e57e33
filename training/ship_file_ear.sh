#!/usr/bin/env bash
# training/ship_file_ear.sh OUT [TREE]: puts the file ear that training left in OUT (OUT/file) into data/weights, measures
# its times, and writes docs/measured/hearing-ears.md. TREE is a build folder with the benches (build/check).
#
# Needs the data folder (FIRSTCHAIR_DATA, or ../shared/data beside the project). What is committed then: git status.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$1 tree=${2:-build/check}
weights=$(ls -t "$out"/file-ear-*.weights 2>/dev/null | head -n 1 || true)
[ -n "$weights" ] || { echo "no file-ear-*.weights in $out" >&2; exit 2; }
: "${FIRSTCHAIR_DATA:=$PWD/../shared/data}"
export FIRSTCHAIR_DATA

cmake --build "$tree" --target training_times
measured=$(mktemp -d)
trap 'rm -rf "$measured"' EXIT
"$tree/training/training_times" --weights "$weights" --out "$measured" --pieces "${FIRSTCHAIR_PIECES:-120}"

rm -f data/weights/file-ear-*.weights data/weights/file-timing-*.weights
cp "$weights" data/weights/
cp "$measured"/file-timing-*.weights data/weights/
name=$(basename "$weights" .weights)
cp "$out/log.csv" "training/logs/${name#file-ear-}.csv"

cmake --build "$tree" --target bench_hearing
"$tree/bench/hearing/bench_hearing" --ears --markdown docs/measured
git status --short data/weights training/logs docs/measured
