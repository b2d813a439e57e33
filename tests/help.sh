#!/usr/bin/env bash
# help.sh FIRSTCHAIR [--write]: the help of every command, what every option says of a wrong value (refusals.txt) and
# what is said of wrong words, as tests/golden/help has them;
# --write makes them anew. Also: what --print-completion writes is a script for bash, and it and the manual page name
# every flag of the help.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
golden=$PWD/tests/golden/help
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
# The help says what the program was called.
firstchair() { (exec -a firstchair "$program" "$@"); }
# Below every heading but these stand commands.
words_below() {
  firstchair "$@" --help |
    awk '/^[A-Z].*:$/ { below = $0 !~ /^(Positionals|Options|Examples):$/ } below && /^  [a-z]/ { print $1 }'
}

mkdir "$told/help"
help_of() {
  local name=${*:-firstchair}
  firstchair "$@" --help >"$told/help/${name// /_}.txt"
  local word
  for word in $(words_below "$@"); do help_of "$@" "$word"; done
}
help_of

# Every option with a value, each name and kind once, with a value that it does not take; and those that need or exclude
# others, alone or beside them. Columns: the words; the option that is refused (of two: either).
refused() {
  awk '
    FNR == 1 { command = FILENAME; sub(/.*\//, "", command); sub(/\.txt$/, "", command); gsub(/_/, " ", command)
               before = "" }
    /^[A-Z].*:$/ { examples = $0 == "Examples:" }
    examples || !/^  (-|[A-Z])/ { next }
    {
      line = substr($0, 3)
      sub(/   *.*/, "", line)
      if (sub(/\[=/, " ", line)) sub(/\]$/, "", line)  # a value that may be left out
      name = line
      sub(/ .*/, "", name)
      sub(/^.*,/, "", name)
      kind = line ~ / / ? substr(line, index(line, " ") + 1) : ""
      value = ""
      if (match(kind, / - [0-9.-]*\]/)) value = substr(kind, RSTART + 3, RLENGTH - 4) + 1
      else if (match(kind, /from [0-9]*/)) value = substr(kind, RSTART + 5, RLENGTH - 5) - 1
      else if (kind ~ /(INT|FLOAT)( |$)/) value = "x"
      else if (kind ~ /[a-z]\|[a-z]/) value = "~"
      positional = name !~ /^-/
      if (value != "" && !seen[name " " kind]++)
        print command (positional ? before " " value : " " name "=" value) "\t" name
      if (positional) {
        before = before " 1"
        if (line ~ /REQUIRED/) needed[command] = needed[command] " 1"
        next
      }
      if (line ~ /REQUIRED/) needed[command] = needed[command] " " name "=100"
      typed[command " " name] = name (kind == "" || kind ~ /^(Needs|Excludes|REQUIRED)/ ? "" : "=100")
      while (match(line, /(Needs|Excludes): --[-a-z]*/)) {
        split(substr(line, RSTART, RLENGTH), other, " ")
        first[++pairs] = command " " name
        second[pairs] = other[1] == "Needs:" ? "" : command " " other[2]
        of[pairs] = command
        line = substr(line, RSTART + RLENGTH)
      }
    }
    END {
      for (i = 1; i <= pairs; ++i)
        print of[i] needed[of[i]] " " typed[first[i]] (second[i] == "" ? "" : " " typed[second[i]]) "\t-"
    }' "$told"/help/*.txt
}
refused >"$told/refused"
while IFS=$'\t' read -r line of; do
  code=0
  # shellcheck disable=SC2086  # the words of a line
  said=$(firstchair $line 2>&1 </dev/null) || code=$?
  case $code:$said in
    2:"firstchair: $of"*[!.]")") printf '%s\n  %s\n' "$line" "${said#firstchair: }" ;;
    *) echo "firstchair $line: $code, $said" >&2 && exit 1 ;;
  esac
done <"$told/refused" >"$told/help/refusals.txt"

while read -r line; do
  printf '$ firstchair %s\n' "$line"
  code=0
  # shellcheck disable=SC2086  # the words of a line
  firstchair $line 2>&1 </dev/null || code=$?
  printf '= %s\n' "$code"
done <<'LINES' >"$told/help/usage_errors.txt"

nope
haer
help
README.md
--nope
hear
hear --nope
hear a.wav --bmp 92
hear a.wav --times 8
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
kit
kit nope
kit show
kit learn
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

[ "$("$program" --print-completion tcsh 2>&1 >/dev/null | wc -l)" -eq 1 ]
"$program" --print-completion bash >"$told/bash"
bash -n "$told/bash"
"$program" --print-completion fish | sed 's/ -l \([a-z-]*\)/ --\1/g' >"$told/fish"
"$program" --print-completion zsh >"$told/zsh"
"$program" --print-man | sed 's/\\-/-/g' >"$told/man"
for flag in $(grep -oh '^  -[^ ]*' "$golden"/*.txt | tr ',' '\n' | grep -o -- '--[a-z-]*' | sort -u); do
  for text in bash fish zsh man; do
    grep -q -- "$flag\b" "$told/$text" || { echo "$text does not name $flag" && exit 1; }
  done
done
# Every command has examples, of itself or of those below it, and they use flags that their command has.
for text in "$told"/help/*.txt; do
  name=$(basename "$text" .txt)
  case $name in firstchair | usage_errors | refusals) continue ;; esac
  sed '1,/^Examples:/d' "$text" >"$told/examples"
  [ -s "$told/examples" ] || { echo "$name has no example" && exit 1; }
  grep -qv "^  firstchair ${name//_/ }" "$told/examples" && { echo "$name has an example of something else" && exit 1; }
  while read -r _ line; do
    of=$name
    # shellcheck disable=SC2086
    set -- $line
    [ "$name" = "${1}" ] && [ -f "$told/help/${1}_${2:-}.txt" ] && of=${1}_$2
    sed '/^Examples:/,$d' "$told/help/$of.txt" >"$told/flags"
    for flag in $(grep -o -- ' --[a-z-]*' <<<"${line%%#*}"); do
      grep -q -- "^  .*$flag\b" "$told/flags" || { echo "$of: an example has $flag" && exit 1; }
    done
  done <"$told/examples"
done
# It names every bench there is, and no other.
diff <(basename -a bench/*/ | sort) \
  <(sed -n '1s/^measure one of \(.*\) (.*/\1/p' "$golden/bench.txt" | tr -d ' ' | tr ',' '\n' | sort)
# The manual page is one that man reads without a complaint.
"$program" --print-man >"$told/firstchair.1"
if command -v mandoc >/dev/null; then
  mandoc -T lint -W warning "$told/firstchair.1" || exit 1
fi
if command -v man >/dev/null; then
  LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings -l "$told/firstchair.1" 2>"$told/complaints" >"$told/page"
  [ ! -s "$told/complaints" ] || { cat "$told/complaints" && exit 1; }
  grep -q 'firstchair drill rock-8ths --bpm 92 --times 8' "$told/page"
fi
if command -v zsh >/dev/null; then zsh -n "$told/zsh"; fi
# What a person sees who presses tab.
tab() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  compopt() { :; }
  _firstchair
  printf '%s' "${COMPREPLY[*]}"
}
# shellcheck disable=SC1091
. "$told/bash"
is() { [ "$1" = "$2" ] || { echo "completed '$1', not '$2'" && exit 1; }; }
is "$(tab firstchair h)" "hear hands"
is "$(tab firstchair book re)" "rejudge"
is "$(tab firstchair book list --p)" "--player"
is "$(tab firstchair drill rock-8ths --voices '')" "kit pad"
is "$(tab firstchair drill --bpm '')" ""
