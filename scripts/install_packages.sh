#!/usr/bin/env bash
# install_packages.sh SECTION...: installs what packages.txt lists for the sections and is missing. Never removes anything.
# Every call asks dpkg once what is installed, so a package that was removed since the last call is noticed.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
list=$here/packages.txt
say() { echo "firstchair: $*" >&2; }

# choices NAMES [NUMBERS]: sets `made` to what would do, best first, a choice a line
choices() {
  local number
  made=
  for number in ${2//|/ }; do made+=${1//N/$number}$'\n'; done
  [ -n "$2" ] || made=${1//|/$'\n'}
}
# all TEST NAME,NAME...: does the test hold for every name
all() { local name; for name in ${2//,/ }; do "$1" "$name" || return 1; done; }
at_least() { printf '%s\n' "$2" "$1" | sort -VC; }  # at_least VERSION WANTED

wanted=()  # a line of packages.txt each: its choices
for section in "$@"; do
  while read -r of names numbers; do
    [ "$of" = "$section" ] || continue
    choices "$names" "$numbers"
    wanted+=("$made")
  done <"$list"
done
[ ${#wanted[@]} -gt 0 ] || { say "packages.txt has no section ${*:-(none named)}"; exit 2; }

declare -A version  # of every package that is installed
while read -r status name number; do
  [ "$status" = installed ] && version[$name]=$number
done < <(printf '%s\n' "${wanted[@]}" | sed 's/>=[^,]*//g' | tr ',' '\n' | sort -u |
  xargs dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n' -- 2>/dev/null)

installed() {  # NAME or NAME>=VERSION
  local found=${version[${1%%>=*}]:-}
  if [ -z "$found" ]; then
    case $1 in  # these two often come from elsewhere
      nodejs) [ "$(node -p 'parseInt(process.versions.node) >= 18' 2>/dev/null)" = true ] ;;
      npm) command -v npm >/dev/null ;;
      *) false ;;
    esac
    return
  fi
  case $1 in *'>='*) at_least "$found" "${1#*>=}" ;; esac
}
available() {
  local number
  number=$(apt-cache show --no-all-versions "${1%%>=*}" 2>/dev/null | awk '$1 == "Version:" { print $2; exit }')
  [ -n "$number" ] || return 1
  case $1 in *'>='*) at_least "$number" "${1#*>=}" ;; esac
}

missing=()
for one in "${wanted[@]}"; do
  for choice in $one; do all installed "$choice" && continue 2; done
  missing+=("$one")
done
[ ${#missing[@]} -eq 0 ] && exit 0

command -v apt-get >/dev/null || { say "needs Debian or Ubuntu (apt-get), or these by hand: ${missing[*]}"; exit 1; }
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { say "as root or with sudo, install: ${missing[*]}"; exit 1; }
  as_root=(sudo)
fi
# Another package manager may be at work, as on a machine that has just started: it is waited for.
apt_get() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" >&2; }
# apt-get update waits for no lock of its own lists: it is tried again while another one holds them.
update() {
  local errors tries
  for tries in $(seq 60); do
    errors=$(LC_ALL=C apt_get update -qq 2>&1 </dev/null) && return
    case $errors in *'Could not get lock'* | *'Unable to lock'*) ;; *) break ;; esac
    [ "$tries" -gt 1 ] || say "another package manager is at work; waiting for it (5 minutes at most)"
    sleep "${FIRSTCHAIR_LOCK_PAUSE:-5}"
  done
  printf '%s\n' "$errors" >&2
  return 1
}

say "asking for the newest package lists"
update
chosen=()
for one in "${missing[@]}"; do
  for choice in $one; do
    if all available "$choice"; then
      IFS=, read -ra set <<<"$choice"
      chosen+=("${set[@]%%>=*}")
      continue 2
    fi
  done
  say "no package for ${one//[[:space:]]/ or } here"
  exit 1
done
say "installing ${chosen[*]}"
# A package that is a service (caddy, prometheus, postgresql) is wanted for its program alone: the machine is left without
# the service. Before one is started Debian asks policy-rc.d, which says no while this script runs; what was enabled
# for the machine's next start is disabled again.
policy=${FIRSTCHAIR_POLICY:-/usr/sbin/policy-rc.d}
enabled() { { systemctl list-unit-files --state=enabled --no-legend 2>/dev/null || true; } | awk '{ print $1 }' | sort; }
before=$(enabled)
if [ ! -e "$policy" ]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nif kill -0 %s 2>/dev/null; then exit 101; fi\n' $$ | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi
apt_get install -y -qq --no-install-recommends --no-remove "${chosen[@]}"
mapfile -t services < <(comm -13 <(cat <<<"$before") <(enabled))
[ ${#services[@]} -eq 0 ] || "${as_root[@]}" systemctl disable --quiet "${services[@]}" >&2
