#!/usr/bin/env bash
# packages.sh: scripts/install_packages.sh on machines that exist only here. dpkg and apt are played by functions of
# this file's own making, in a folder that stands first in PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export FOLDER=$folder

# Everything is installed but Boost, of which $BOOST is: "NAME VERSION" a line.
cat >"$folder/dpkg-query" <<'END'
#!/usr/bin/env bash
for name in "$@"; do
  case $name in
    -*) ;;
    libboost*) printf '%s\n' "$BOOST" | awk -v name="$name" '$1 == name { print "installed", $1, $2 }' ;;
    *) echo "installed $name 1.0" ;;
  esac
done
END
cat >"$folder/apt-cache" <<'END'
#!/usr/bin/env bash
echo "Version: 1.74.0.3"
END
# Whatever is installed brings a service, and asks whether it may start.
cat >"$folder/apt-get" <<'END'
#!/usr/bin/env bash
echo "$*" >>"$FOLDER/asked"
case $* in *' install '*)
  "$FIRSTCHAIR_POLICY" new.service start
  echo "$?" >"$FOLDER/may_start"
  echo "new.service enabled" >>"$FOLDER/units" ;;
esac
END
cat >"$folder/systemctl" <<'END'
#!/usr/bin/env bash
case $1 in list-unit-files) cat "$FOLDER/units" ;; *) echo "$*" >>"$FOLDER/units_told" ;; esac
END
printf '#!/bin/sh\nexec "$@"\n' >"$folder/sudo"
export FIRSTCHAIR_POLICY=$folder/policy-rc.d
echo "ssh.service enabled" >"$folder/units"
chmod +x "$folder"/*
export PATH=$folder:$PATH

wrong=0
# machine NAME BOOST WANTED: what apt-get is asked to install there; nothing when WANTED is empty
machine() {
  : >"$folder/asked"
  local asked
  if ! BOOST=$2 "$here/scripts/install_packages.sh" build 2>"$folder/said"; then
    echo "$1: $(cat "$folder/said")"
    wrong=1
  fi
  asked=$(sed -n 's/.* install .*--no-remove //p' "$folder/asked")
  [ "$asked" = "$3" ] || { echo "$1: apt-get was asked for '$asked', not for '$3'"; wrong=1; }
}
machine "Debian 12 with its own Boost" "libboost-dev 1.74.0.3" ""
machine "Debian 12 with 1.74's headers alone" "libboost1.74-dev 1.74.0" ""
machine "Debian 12 with Boost 1.81" "libboost1.81-dev 1.81.0" ""
machine "Ubuntu 24.04 with its own Boost" "libboost-dev 1.83.0.1" ""
machine "a machine without Boost" "" "libboost-dev"
is() { [ "$2" = "$3" ] || { echo "$1: '$2', not '$3'"; wrong=1; }; }
is "may a service start" "$(cat "$folder/may_start")" 101
is "what systemd was told" "$(cat "$folder/units_told")" "disable --quiet new.service"
[ ! -e "$FIRSTCHAIR_POLICY" ] || { echo "the policy is still there"; wrong=1; }
exit $wrong
