#!/usr/bin/env bash
# start.sh PROGRAM [--time N]: the program starts with few shared libraries, and without those that it loads when they are
# called (io/late). Every one is read, bound and made ready before main() begins, so their number is what a start takes.
# With --time, N starts are timed: the median of user and system time, and the least time on the clock, in ms.
set -euo pipefail
program=$1
most=48
libraries=$(ldd "$program" | awk '{ print $1 }')
number=$(wc -l <<<"$libraries")
echo "$number shared libraries"
[ "$number" -le "$most" ] || { echo "at most $most are wanted; what brings them: readelf -d $program" >&2; exit 1; }
if found=$(grep -E '^lib(av|sw[rs]|fluidsynth|pq)' <<<"$libraries"); then
  echo "these are to be loaded when they are called: $found" >&2
  exit 1
fi
[ "${2:-}" = --time ] || exit 0
for ((n = 0; n < ${3:-40}; n++)); do
  begun=$EPOCHREALTIME
  TIMEFORMAT='%U %S'
  used=$({ time "$program" --version >/dev/null; } 2>&1)
  awk -v used="$used" -v wall="$((${EPOCHREALTIME/[.,]/} - ${begun/[.,]/}))" 'BEGIN { split(used, u, " "); print (u[1] + u[2]) * 1000, wall / 1000 }'
done | sort -n | awk '{ cpu[NR] = $1; if (NR == 1 || $2 < least) least = $2 }
  END { printf "user and system %.0f ms (median of %d), clock at least %.1f ms\n", cpu[int((NR + 1) / 2)], NR, least }'
