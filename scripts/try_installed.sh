#!/usr/bin/env bash
# try_installed.sh FOLDER program|school|vamp|c|wheel: tries what is installed here, outside the clone; FOLDER keeps the take that all of
# them hear, and what the program said of it. scripts/try_package.sh runs it in a bare root. Says what it tried, a line
# each; ends with 1 where something is wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
here=${here%/}
mkdir -p "$1"
cd "$1"
export HOME=$PWD
wrong=0
try() {  # try WORDS COMMAND...: says WORDS, and what went wrong
  local said
  if said=$("${@:2}" 2>&1); then echo "ok     $1"; else
    echo "WRONG  $1"
    printf '%s\n' "$said" | tail -n 5
    wrong=1
  fi
}
# But for the file's name, which only the program knows.
told() { sed 's/"take.wav"/""/' "$@"; }

# 24 s of eighths at 120, each a burst of noise that dies away, 20 ms of it sharp; perl is in every Debian.
[ -e take.wav ] || perl -e '
  my ($rate, $n) = (44100, 44100 * 26); my @x = (0) x $n; srand 7;
  for my $k (0 .. 95) { my $at = $rate + $k * $rate / 4;
    for my $i (0 .. 4000) { $x[$at + $i] += 20000 * exp(-$i / 600) * (rand(2) - 1); } }
  print "RIFF", pack("V", 36 + 2 * $n), "WAVEfmt ", pack("VvvVVvv", 16, 1, 1, $rate, 2 * $rate, 2, 16), "data", pack("V", 2 * $n),
    pack("s<*", map { int } @x);' >take.wav

without_compiler() { ! command -v cc && ! command -v g++ && ! command -v cmake; }
heard() { [ "$(grep -o '"voice"' told/take.json | wc -l)" -ge 90 ]; }
served() {
  firstchair serve --no-open --port 8797 >served 2>&1 &
  local server=$!
  sleep 3
  perl -MIO::Socket::INET -e '
    my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:8797") or exit 1;
    print $s "GET / HTTP/1.1\r\nHost: 127.0.0.1:8797\r\nConnection: close\r\n\r\n"; my $all = join "", <$s>;
    exit !($all =~ m{^HTTP/1.1 200} && $all =~ /firstchair/);'
  local told=$?
  kill "$server"
  return $told
}
try_program() {
  try "there is no compiler" without_compiler
  try "it says its version" firstchair --version
  try "it hears a take" sh -c 'firstchair hear take.wav --voices pad --bpm 120 --out told --force && grep -q "\"bpm\"" told/take.json && [ -s told/take.html ]'
  try "it heard at least 90 of 96 strokes" heard
  try "beside a chart" firstchair hear take.wav --voices pad --bpm 120 --chart single-stroke-roll --out charted --force
  try "its page is there" sh -c '[ -s /usr/share/firstchair/page/index.html ]'
  try "its completions are there" sh -c '[ -s /usr/share/bash-completion/completions/firstchair ] && bash -n /usr/share/bash-completion/completions/firstchair'
  # Slim images leave manual pages out by themselves.
  try "the package has manual pages" sh -c 'dpkg -L firstchair | grep man1/firstchair.1.gz >/dev/null'
  try "its plugins are there" sh -c '[ -s /usr/lib/*/vamp/firstchair.so ] && [ -s /usr/lib/*/lv2/firstchair.lv2/manifest.ttl ] && ! ldd /usr/lib/*/lv2/firstchair.lv2/firstchair.so | grep "not found"'
  try "its server hands out the page" served
  firstchair hear take.wav --json >program.json
}

# A school as the system serves it: its user, its folder, the words of its units. In a bare root no systemd runs that would
# start them.
try_school() {
  units=/usr/lib/systemd/system
  state=/var/lib/firstchair
  mapfile -t settings < <(grep -E '^FIRSTCHAIR_(DATABASE|SOUND)=' /etc/firstchair/school.env)
  as=(setpriv --reuid firstchair --regid firstchair --clear-groups env "HOME=$state" "${settings[@]}" firstchair)
  cd "$state"
  umask 077
  stated() { [ "$(stat -c '%U %a' "$state")" = 'firstchair 700' ]; }
  of_administrator() { grep -q ' /etc/firstchair/school.env ' <<<"$(dpkg-query -W -f '${Conffiles}\n' firstchair-school)"; }
  named() { grep -q '^ExecStart=/usr/bin/firstchair school serve' "$units/firstchair-school.service" &&
    grep -q '^ExecStart=/usr/bin/firstchair work' "$units/firstchair-work@.service"; }
  soon() { for _ in $(seq 100); do "$@" >/dev/null && return; sleep 0.1; done; tail served.txt worked.txt; return 1; }
  over() {
    [ -d "/proc/$1" ] || return 0
    grep -q '^State:.*Z' "/proc/$1/status"
  }
  ended() { kill -TERM "$1" && soon over "$1"; }
  try "the school has a user" getent passwd firstchair
  try "its folder is its user's alone" stated
  try "its settings are the administrator's" of_administrator
  try "its units name the program" named
  try "a school is made" "${as[@]}" school init --name Lessing --country DE --retention standard --admin Ada
  # The words of the units.
  "${as[@]}" school serve --log "$state/served.json" --port 0 --trusted-proxy 127.0.0.1 --watch-port 9464 >served.txt 2>&1 &
  server=$!
  # The network is not the root's own: somebody else's server may answer there, and ours have ended.
  up() { ! over "$server" && "${as[@]}" school health; }
  try "it is served, and says that it is ready" soon up
  try "its doctor finds nothing wrong" "${as[@]}" school doctor
  try "a backup is made while it is served" "${as[@]}" school backup "$state/backup"
  try "the backup is whole" "${as[@]}" school restore --check "$state/backup"
  "${as[@]}" work --watch-port 0 --threads 2 >worked.txt 2>&1 &
  worker=$!
  try "a worker works" soon grep -q 'Hears what is handed in' worked.txt
  try "the worker ends when it is told to" ended "$worker"
  try "the server ends when it is told to" ended "$server"
}

try_vamp() {
  printf '#!/bin/sh\ncp "%s/take.wav" "$1/take0.wav"\n' "$PWD" >take0
  chmod +x take0
  try "a host of Vamp plugins hears what the program hears" "$here/vamp.sh" /usr/lib/*/vamp firstchair "$PWD/take0"
}

try_c() {
  # shellcheck disable=SC2046
  try "thirty lines of C compile" cc -std=c99 -pedantic -Wall -Wextra -Werror "$here/hear_file.c" -o hear_file $(pkg-config --cflags --libs firstchair sndfile)
  ./hear_file take.wav >c.json || true
  try "they hear what the program hears" cmp <(told program.json) c.json
}

try_wheel() {
  try "nothing of ours is installed" sh -c '! command -v firstchair && ! ls /usr/lib/*/libfirstchair* /usr/lib/*/libfmt* /usr/lib/*/libpugixml* 2>/dev/null'
  python3 -m venv venv
  try "pip installs the wheel" venv/bin/pip install --quiet --only-binary :all: "$here"/firstchair-*.whl
  venv/bin/python - >wheel.said 2>&1 <<'END' || true
import json, firstchair
take = firstchair.hear("take.wav")
told = json.load(open("program.json"))
print(len(take), "strokes", "as the program" if take.json == told else "not as the program")
END
  try "it hears what the program hears" sh -c 'cat wheel.said && grep -q "[0-9] strokes as the program" wheel.said'
}

case $2 in program | school | vamp | c | wheel) "try_$2" ;; *) exit 2 ;; esac
exit $wrong
