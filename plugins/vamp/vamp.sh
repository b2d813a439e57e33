#!/usr/bin/env bash
# vamp.sh FOLDER PROGRAM FIXED_FILES: a Vamp host loads the plugin in FOLDER, and tells of a take what PROGRAM tells of it.
set -euo pipefail
program=$2 fixed=$3
export VAMP_PATH=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$fixed" "$folder"
cd "$folder"
fail() { echo "$*" >&2; exit 1; }

outputs=$(vamp-simple-host --list-outputs | grep '^vamp:firstchair:' | sort | tr '\n' ' ')
[ "$outputs" = "vamp:firstchair:firstchair:errors vamp:firstchair:firstchair:onsets vamp:firstchair:firstchair:strokes vamp:firstchair:firstchair:tempo " ] ||
  fail "the host found '$outputs'"
"$program" hear take0.wav --events events.csv --out report >/dev/null 2>&1
# The program's rows of strokes: time in s, drum, strength, error; the two texts are compared to the tenth of a ms.
awk -F, 'NR > 1 && $2 != "" { printf "%.4f %s %.0f\n", $2 / 1000, $12, $16 }' events.csv | sort >strokes.program
awk -F, 'NR > 1 && $1 == "matched" && $19 == 1 { printf "%.4f %s %.1f\n", $2 / 1000, $12, $4 }' events.csv | sort >errors.program
host() { vamp-simple-host -s "firstchair:firstchair:$1" take0.wav -o "$1.host" 2>/dev/null; }
for output in strokes errors onsets tempo; do host $output; done
rate=$(od -An -tu4 -j24 -N4 take0.wav | tr -d ' ')
head -n 2 strokes.host
# -s: frames. "12345: 87.2 snare"
in_seconds() { awk -v rate="$rate" -v form="%.4f %s $2\n" '{ sub(":", "", $1); printf form, $1 / rate, $3, $2 }' "$1" | sort; }
in_seconds strokes.host %.0f >strokes.plugin
in_seconds errors.host %.1f >errors.plugin
for output in strokes errors; do
  [ -s $output.plugin ] || fail "no $output"
  paste -d' ' $output.program $output.plugin | awk '
    { apart = $1 - $4; off = $3 - $6; if (NF != 6 || apart * apart > 2.5e-8 || $2 != $5 || off * off > 1.1) { print; wrong = 1 } }
    END { exit wrong }' || fail "$output differ"
done
[ "$(wc -l <onsets.host)" -eq "$(cut -d' ' -f1 strokes.plugin | uniq | wc -l)" ] || fail "onsets are not the strokes' times"
[ "$(wc -l <tempo.host)" -gt 4 ] || fail "no tempo"
