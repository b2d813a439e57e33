#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS: runs every fuzz target of the build from its committed seeds, two at a time, from a fixed random seed.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
build=$1 seconds=$2
work=$build/corpora
mkdir -p "$work"

run_one() {
  target=$1
  name=$(basename "$target" _fuzz)
  seeds=()
  case $name in
    tab) seeds=("$here/tests/corpus/tab" "$here/tests/corpus/tab_dialects" "$here/data/charts") ;;
    book_import) seeds=("$here/tests/corpus/book_lines") ;;
    fitted) seeds=("$here/data/weights") ;;
    kit_json) seeds=("$here/data/kits") ;;
    smf | midi_chart | performance) seeds=("$here/tests/corpus/smf") ;;
    *) seeds=("$here/tests/corpus/$name") ;;
  esac
  mkdir -p "$work/$name"
  if "$target" -seed=1 -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$work/crash-$name-" "$work/$name" "${seeds[@]}" >"$work/$name.log" 2>&1; then
    echo "$name: $(grep -o 'number_of_executed_units: .*' "$work/$name.log"), no crash"
  else
    tail -n 40 "$work/$name.log"
    for input in "$work/crash-$name-"*; do
      echo "$name: FAILED; the input is $input, as base64:"
      base64 "$input"
    done
    return 1
  fi
}
export -f run_one
export here seconds work

find "$build" -name '*_fuzz' -type f -perm -u+x -print0 | sort -z | xargs -0 -P 2 -I{} bash -c 'run_one {}'
