#!/usr/bin/env bash
# library.sh BUILD PROGRAM FIXED_FILES: installs libfirstchair from the build tree BUILD, builds the examples against what was
# installed, as a stranger would, and holds what they hear to what PROGRAM hears.
set -euo pipefail
build=$1 program=$2 fixed=$3
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "$*" >&2; exit 1; }

for component in library development; do
  cmake --install "$build" --prefix "$folder/prefix" --component $component >/dev/null
done
# A tree that was moved is as good.
mv "$folder/prefix" "$folder/moved"
shared=$(find "$folder/moved" -name 'libfirstchair.so.*.*.*')
[ -n "$shared" ] || fail "no shared library was installed"
others=$(nm -D --defined-only "$shared" | awk '$2 != "A" && $3 !~ /^firstchair_/ { print $3 }')
[ -z "$others" ] || fail "the library shows more than its API: $(head -n 3 <<<"$others")"
declared=$(grep -o 'firstchair_[a-z_]*(' "$here/include/firstchair/firstchair.h" | tr -d '(' | sort -u)
defined=$(nm -D --defined-only "$shared" | awk '$3 ~ /^firstchair_/ { sub(/@.*/, "", $3); print $3 }' | sort -u)
[ "$declared" = "$defined" ] || fail "declared and defined differ: $(diff <(echo "$declared") <(echo "$defined"))"
size "$shared" | awk 'NR == 2 { printf "text %d bytes\n", $1 }'

# With pkg-config and a C compiler that knows C99 alone.
PKG_CONFIG_PATH=$(dirname "$(find "$folder/moved" -name firstchair.pc)")
export PKG_CONFIG_PATH
libraries=$(dirname "$shared")
# shellcheck disable=SC2046
${CC:-cc} -std=c99 -pedantic -Wall -Wextra -Werror "$here/examples/hear_file.c" -o "$folder/hear_file" \
  $(pkg-config --cflags --libs firstchair sndfile) -Wl,-rpath,"$libraries"
# With CMake, shared and static.
quietly() { "$@" >"$folder/said" 2>&1 || { cat "$folder/said" >&2; exit 1; }; }
quietly cmake -S "$here/examples" -B "$folder/examples" -G Ninja -DCMAKE_PREFIX_PATH="$folder/moved"
quietly cmake --build "$folder/examples"

mkdir "$folder/takes"
"$fixed" "$folder/takes"
cd "$folder/takes"
# But for the file's name, which only the program knows.
told() { sed 's/"take0.wav"/""/'; }
"$program" hear take0.wav --json | told >program.json
for door in "$folder/hear_file" "$folder/examples/hear_file" "$folder/examples/hear_file_static"; do
  "$door" take0.wav | told >door.json
  cmp -s program.json door.json || fail "$door hears otherwise: $(head -n 6 <(diff <(tr , '\n' <program.json) <(tr , '\n' <door.json)))"
done
[ "$("$folder/hear_file" take0.wav no-such-chart 2>&1)" != "" ] && ! "$folder/hear_file" take0.wav no-such-chart >/dev/null 2>&1 ||
  fail "a chart that is none was taken"
rate=$(od -An -tu4 -j24 -N4 take0.wav | tr -d ' ')
tail -c +45 take0.wav | "$folder/examples/live_beat" "$rate" >beats
grep -q ' BPM +-' beats || fail "no beat was heard: $(cat beats)"
tail -n 1 beats
