#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS [NAME...]: runs every fuzz target of the build (or those of the names) from its committed seeds,
# FIRSTCHAIR_FUZZ_AT_ONCE (2) at a time, from a fixed random seed.
#
# With FIRSTCHAIR_FUZZ_KEEP=FOLDER it goes on where it was stopped, one target at a time in the order of the names, a slice
# of FIRSTCHAIR_FUZZ_SLICE (300) seconds each in turns: FOLDER keeps the corpora, what was found and, in fuzz_log.txt, a
# line for every slice. A target is done when the processor time of its slices since its last finding adds up to SECONDS.
# A target with a finding rests until the next call.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
build=$1 seconds=$2
shift 2
keep=${FIRSTCHAIR_FUZZ_KEEP:-}
work=${keep:-$build}/corpora
patience=${FIRSTCHAIR_FUZZ_PATIENCE:-10} # seconds that one input may take
[ -z "$keep" ] || patience=1200 # by the clock: a run at the lowest priority waits for everybody
mkdir -p "$work"

# fuzz NAME TARGET SECONDS SEED: the log is NAME.log, an input that fails is crash-NAME-*.
fuzz() {
  local name=$1 target=$2 seeds=()
  case $name in
    tab) seeds=("$here/tests/corpus/tab" "$here/tests/corpus/tab_dialects" "$here/data/charts") ;;
    book_import) seeds=("$here/tests/corpus/book_lines") ;;
    fitted) seeds=("$here/data/weights") ;;
    kit_json) seeds=("$here/data/kits") ;;
    musicxml_song) seeds=("$here/tests/corpus/musicxml_song" "$here/tests/corpus/musicxml") ;;
    smf | midi_chart | midi_song | performance) seeds=("$here/tests/corpus/smf") ;;
    *) seeds=("$here/tests/corpus/$name") ;;
  esac
  mkdir -p "$work/$name"
  "$target" -seed="$4" -max_total_time="$3" -max_len=65536 -timeout="$patience" -report_slow_units="$patience" \
    -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$work/crash-$name-" "$work/$name" "${seeds[@]}" >"$work/$name.log" 2>&1
}
runs_of() { grep -o 'number_of_executed_units: .*' "$work/$1.log" || echo "number_of_executed_units: unknown"; }

# Beside tests a target may stand still for minutes, and the clock goes on: an input is slow when it takes the processor that
# long, tried once more.
slow() { ! (ulimit -t "$patience" && exec "$1" "$2") >/dev/null 2>&1; }

run_one() {
  local target=$1 name input
  name=$(basename "$target" _fuzz)
  until fuzz "$name" "$target" "$seconds" 1; do
    for input in "$work/crash-$name-timeout-"*; do
      [ -e "$input" ] && ! slow "$target" "$input" || continue
      echo "$name: stood still; it begins again"
      rm "$input"
      continue 2
    done
    tail -n 40 "$work/$name.log"
    for input in "$work/crash-$name-"*; do
      echo "$name: FAILED; the input is $input, as base64:"
      base64 "$input"
    done
    return 1
  done
  echo "$name: $(runs_of "$name"), no crash"
}

targets() { find "$build" -name '*_fuzz' -type f -perm -u+x -print0 | sort -z; }

if [ -z "$keep" ]; then
  export -f fuzz runs_of slow run_one targets
  export here seconds work patience
  targets | while IFS= read -r -d '' target; do
    name=$(basename "$target" _fuzz)
    if [ $# -eq 0 ] || [[ " $* " == *" $name "* ]]; then printf '%s\0' "$target"; fi
  done | xargs -0 -P "${FIRSTCHAIR_FUZZ_AT_ONCE:-2}" -I{} bash -c 'run_one {}'
  exit
fi

log=$keep/fuzz_log.txt
touch "$log"
# Seconds of processor time that a target has run since its last finding; and how many slices it has had.
ran() { awk -v name="$1" '$2 == name { if ($6 == "found") sum = 0; else sum += $4 } END { print int(sum) }' "$log"; }
slices() { awk -v name="$1" '$2 == name { ++n } END { print n + 0 }' "$log"; }

names=("$@")
if [ ${#names[@]} -eq 0 ]; then mapfile -t names < <(targets | xargs -0 -n 1 basename | sed 's/_fuzz$//'); fi
status=0
slice=${FIRSTCHAIR_FUZZ_SLICE:-300}
TIMEFORMAT='%U %S'
while [ ${#names[@]} -gt 0 ]; do
  again=()
  for name in "${names[@]}"; do
    target=$(find "$build" -name "${name}_fuzz" -type f -perm -u+x -print -quit)
    [ -n "$target" ] || { echo "firstchair: there is no ${name}_fuzz in $build" >&2; exit 2; }
    [ "$(ran "$name")" -lt "$seconds" ] || continue
    from=$(date +%s)
    { time { fuzz "$name" "$target" "$slice" $(($(slices "$name") + 1)) && end=nothing || end=found; } 2>/dev/null; } 2>"$keep/time"
    # When, target, seconds on the wall and of a processor, inputs tried, what was found.
    echo "$(date -u +%FT%TZ) $name $(($(date +%s) - from)) $(awk '{ print $1 + $2 }' "$keep/time")" \
      "$(runs_of "$name" | grep -o '[^ ]*$') $end" | tee -a "$log"
    if [ "$end" = found ]; then
      cp "$work/$name.log" "$work/$name.found.log"
      status=1
    else
      again+=("$name")
    fi
  done
  names=("${again[@]}")
done
exit "$status"
