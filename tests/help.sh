#!/usr/bin/env bash
# help.sh FIRSTCHAIR [--write]: the help of every command and what is said of wrong words, as tests/golden/help has them;
# --write makes them anew.
set -euo pipefail
program=$(realpath "$1")
golden=$(dirname "$(realpath "$0")")/golden/help
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
# The help says what the program was called.
firstchair() { (exec -a firstchair "$program" "$@"); }
words_below() { firstchair "$@" --help | sed -n '/^Subcommands:/,$s/^  \([a-z]\{1,\}\) .*/\1/p'; }

mkdir "$told/help"
help_of() {
  local name=${*:-firstchair}
  firstchair "$@" --help >"$told/help/${name// /_}.txt"
  local word
  for word in $(words_below "$@"); do help_of "$@" "$word"; done
}
help_of

while read -r line; do
  printf '$ firstchair %s\n' "$line"
  code=0
  # shellcheck disable=SC2086  # the words of a line
  firstchair $line 2>&1 </dev/null || code=$?
  printf '= %s\n' "$code"
done <<'LINES' >"$told/help/usage_errors.txt"

nope
--nope
hear
hear --nope
hear a.wav b.wav
hear a.wav --bpm
hear a.wav --bpm 5
hear a.wav --bpm x
hear a.wav --voices drum
hear a.wav --json=maybe
chart
chart nope
chart show
chart convert a
chart check
drill --click
drill --free --bars 3
drill rock-8ths --times 0
drill rock-8ths --pain 11
drill rock-8ths --system alsa
drill rock-8ths --no-book=x
drill --free --gap 2/2
hands a.mid
limit
limit rock-8ths --letter AB
limit rock-8ths --prior 300
devices a
calibrate --level 0
calibrate --buffer 3
book
book nope
book list -n x
book show
book show x
book export a --json --csv
book list show
today --minutes 3
goal rock-8ths 900
goal rock-8ths 90 x
serve --port 70000
serve --no-open=maybe
signature x
bench
bench nope
LINES

if [ "${2:-}" = --write ]; then
  mkdir -p "$golden"
  rm -f "$golden"/*.txt
  cp "$told"/help/*.txt "$golden"
  exit
fi
diff -ru "$golden" "$told/help"
