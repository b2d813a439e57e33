#!/usr/bin/env bash
# install_packages.sh SECTION...: installs what packages.txt lists for the sections and is missing. Never removes anything.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
stamps=$here/build/stamps
list=$here/packages.txt

installed() {
  case $1 in nodejs) [ "$(node -p 'parseInt(process.versions.node) >= 18' 2>/dev/null)" = true ] && return ;; npm) command -v npm >/dev/null && return ;; esac
  dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$'
}
available() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }
all() { for name in ${2//,/ }; do "$1" "$name" || return 1; done; }  # all TEST NAME,NAME...
# choices NAMES [NUMBERS]: what would do, best first
choices() { for number in ${2//|/ }; do echo "${1//N/$number}"; done; [ -n "$2" ] || echo "${1//|/ }"; }

missing=()
want=()
for section in "$@"; do
  stamp=$stamps/packages-$section-$(cksum <"$list" | tr ' ' -)
  [ -e "$stamp" ] && continue
  want+=("$stamp")
  while read -r names numbers; do
    wanted=$(choices "$names" "$numbers")
    for one in $wanted; do all installed "$one" && continue 2; done
    missing+=("$wanted")
  done < <(awk -v s="$section" '$1 == s { print $2, $3 }' "$list")
done
[ ${#want[@]} -eq 0 ] && exit 0

if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "firstchair: needs Debian or Ubuntu (apt-get), or these by hand: ${missing[*]}" >&2; exit 1; }
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "firstchair: as root or with sudo, install: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  chosen=()
  for wanted in "${missing[@]}"; do
    for one in $wanted; do
      if all available "$one"; then
        IFS=, read -ra set <<<"$one"
        chosen+=("${set[@]}")
        continue 2
      fi
    done
    echo "firstchair: no package for ${wanted//[[:space:]]/ or } here" >&2
    exit 1
  done
  echo "firstchair: installing ${chosen[*]}" >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends --no-remove "${chosen[@]}" >&2
fi
mkdir -p "$stamps"
touch "${want[@]}"
