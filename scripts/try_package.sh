#!/usr/bin/env bash
# try_package.sh DEB: tries a package as somebody does who has nothing else. It makes a bare Debian 12 root by debootstrap (as
# root, with a network), installs DEB there by apt, and tries it inside (scripts/try_installed.sh). A host of Vamp plugins
# comes after it; then what lies beside DEB: firstchair-school, libfirstchair's packages, which a C file is compiled against,
# and a wheel, for which all of the former is taken away again. Ends with 1 where something is wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
deb=$(realpath "$1")
beside=$(dirname "$deb")
root=$(mktemp -d)
chmod 755 "$root"  # it is somebody else's "/", too: the user that a school has
leave() { umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"; }
trap leave EXIT
debootstrap --variant=minbase "${FIRSTCHAIR_DEBIAN:-bookworm}" "$root" "${FIRSTCHAIR_MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 ||
  { tail "$root.log"; exit 1; }
rm "$root.log"
for file in /etc/resolv.conf /etc/apt/apt.conf.d/*proxy*; do [ ! -e "$file" ] || cp --parents "$file" "$root"; done
mount -t proc proc "$root/proc"
cp "$here/try_installed.sh" "$here/../plugins/vamp/vamp.sh" "$here/../examples/hear_file.c" "$deb" "$root"

told() { echo "$1: $(du -smx "$root" | cut -f 1) MB, $(chroot "$root" dpkg-query -W | wc -l) packages, after $SECONDS s"; }
apt() { chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -y "$@" >"$root/log" 2>&1 || { tail "$root/log"; exit 1; }; }
wrong=0
try() { chroot "$root" env ${PIP_CERT:+PIP_CERT=/pip.crt} /try_installed.sh /tried "$1" || wrong=1; }

told "a bare root"
apt update
apt install --no-install-recommends "/$(basename "$deb")"
told "with the package"
try program

school=("$beside"/firstchair-school_*.deb)
if [ -e "${school[0]}" ]; then
  cp "${school[0]}" "$root"
  apt install --no-install-recommends "/$(basename "${school[0]}")"
  try school
fi

apt install --no-install-recommends vamp-examples
try vamp

libraries=("$beside"/libfirstchair0_*.deb "$beside"/libfirstchair-dev_*.deb)
if [ -e "${libraries[0]}" ]; then
  cp "${libraries[@]}" "$root"
  apt install --no-install-recommends gcc libc6-dev pkg-config libsndfile1-dev "${libraries[@]/#"$beside"/}"
  try c
fi

wheel=("$beside"/firstchair-*.whl)
if [ -e "${wheel[0]}" ]; then
  cp "${wheel[0]}" "$root"
  [ -z "${PIP_CERT:-}" ] || cp "$PIP_CERT" "$root/pip.crt"
  apt purge --autoremove 'firstchair*' libfirstchair0 vamp-examples gcc libc6-dev pkg-config libsndfile1-dev
  apt install --no-install-recommends python3-venv ca-certificates
  told "with Python alone"
  try wheel
fi
exit $wrong
