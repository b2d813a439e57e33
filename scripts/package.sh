#!/usr/bin/env bash
# package.sh [OUT [TREE]]: makes packages for the release of Debian or Ubuntu that runs here, in OUT (out/ when left out):
#   firstchair         the program, its page, manual page, completions and plugins
#   libfirstchair0     the library, for programs of others
#   libfirstchair-dev  what such a program is compiled against
#   firstchair-school  what serves a school as a system's service: a user, units of systemd, their settings
# Asks lintian. It builds build/release first; of another build TREE it takes what is there.
# It is made by dpkg-deb alone: there is no source package for an archive to build, and so nothing for debhelper to do.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:-$here/out}")
tree=$(realpath -m "${2:-$here/build/release}")
. "$here/scripts/stages.sh"

"$here/scripts/install_packages.sh" package
libraries=lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)
if [ $# -lt 2 ]; then
  "$here/scripts/install_packages.sh" build page
  launcher=$(command -v ccache || true)
  (cd "$here" && quietly cmake --preset release -DCMAKE_INSTALL_LIBDIR="$libraries" ${launcher:+-DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"})
  build "$tree" "building the program" --target firstchair firstchair_vamp firstchair_lv2 engine engine_static
  "$here/scripts/build_page.sh" "$here/build/page"
fi

version=$(sed -n 's/^project(firstchair VERSION \([0-9.]*\).*/\1/p' "$here/CMakeLists.txt")
date=$(sed -n 's/^set(FIRSTCHAIR_DATE \([0-9-]*\)).*/\1/p' "$here/CMakeLists.txt")
email=${DEBEMAIL:-firstchair@users.noreply.github.com}
arch=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022
made=()

begin() {  # begin PACKAGE COMPONENT...: its folder $root, with what CMake installs of the components
  package=$1 root=$stage/debian/$1
  mkdir -p "$root/DEBIAN"
  local component
  for component in "${@:2}"; do DESTDIR=$root cmake --install "$tree" --prefix /usr --component "$component" --strip >/dev/null; done
}
finish() {  # finish ARCHITECTURE <FIELDS: makes the package; FIELDS are what its control file says besides
  chmod -R go-w,a+rX "$root"
  {
    printf 'Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: the firstchair authors <%s>\n' "$package" "$version" "$1" "$email"
    printf 'Installed-Size: %s\nPriority: optional\n' "$(du -k -s "$root" | cut -f 1)"
    cat
  } >"$root/DEBIAN/control"
  made+=("$out/${package}_${version}_$1.deb")
  fakeroot dpkg-deb -Zxz --build "$root" "${made[-1]}" >/dev/null
  say "made ${made[-1]} ($(du -k "${made[-1]}" | cut -f 1) KB)"
}
needs() {  # needs FILE...: the packages that these programs and libraries need
  printf 'Source: firstchair\n\nPackage: %s\nArchitecture: any\n' "$package" >"$stage/debian/control"
  (cd "$stage" && dpkg-shlibdeps -O "$@" 2>"$stage/said" | sed -n 's/^shlibs:Depends=//p') || { cat "$stage/said" >&2; exit 1; }
}
mkdir -p "$out"
begin firstchair program vamp lv2

# What a package of Debian has besides.
doc=$root/usr/share/doc/firstchair
mkdir -p "$doc"
{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo "Upstream-Name: firstchair"
  echo
  echo "Files: *"
  echo "Copyright: 2026 the firstchair authors"
  echo "License: Apache-2.0"
  echo " On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0."
  echo "Comment:"
  sed 's/^$/./; s/^/ /' "$here/NOTICE"
} >"$doc/copyright"
printf 'firstchair (%s) unstable; urgency=medium\n\n  * docs/guide and CHANGELOG.md say what is new.\n\n -- the firstchair authors <%s>  %s\n' \
  "$version" "$email" "$(LC_ALL=C date -u -R -d "$date")" | gzip -9n >"$doc/changelog.gz"
gzip -9n <"$here/CHANGELOG.md" >"$doc/NEWS.gz"
gzip -9n "$root/usr/share/man/man1/firstchair.1"

# The libraries it was linked with say which packages it needs, and so does a library that needs what it loads when it is
# called (cmake/late.cmake).
cmake --build "$tree" --target late_needs >/dev/null
mapfile -t binaries < <(find "$root/usr" -path '*/bin/firstchair' -o -name '*.so')
depends=$(needs "${binaries[@]}" "$tree/late_needs.so")
finish "$arch" <<END
Depends: $depends
Recommends: xdg-utils, musescore-general-soundfont-small | fluid-soundfont-gm
Suggests: ffmpeg
Section: sound
Description: hears a drummer and says what was early, late, missing or extra
 It listens through a microphone, to an e-kit or to a recording, lays every
 stroke beside what should have been played, and says in milliseconds what was
 early and late, each with an interval. It gives one order for the next try,
 finds the tempo at which you break, and plans what to practise today.
 .
 It runs offline, as a program of the terminal and as a page in your browser.
 Plugins for hosts of Vamp and LV2 come with it.
END

# The library, parted as Debian parts one. Before 1.0 a program wants the minor version that it was compiled against.
also() { mkdir -p "$root/usr/share/doc/$package" && cp "$doc/copyright" "$doc/changelog.gz" "$root/usr/share/doc/$package"; }
begin libfirstchair0 library
also
same="libfirstchair0 (>= ${version%.*}~), libfirstchair0 (<< ${version%%.*}.$(($(cut -d. -f2 <<<"$version") + 1))~)"
echo "libfirstchair 0 $same" >"$root/DEBIAN/shlibs"
echo "activate-noawait ldconfig" >"$root/DEBIAN/triggers"
depends=$(needs "$(find "$root/usr" -name 'libfirstchair.so.*.*.*')")
finish "$arch" <<END
Depends: $depends
Section: libs
Description: hears a drummer, for programs of others: the library
 It hears sound or the strokes of an e-kit, lays every stroke beside what should
 have been played, and says in milliseconds what was early and late.
END
begin libfirstchair-dev development
also
mkdir "$root/usr/share/doc/$package/examples"
cp "$here"/examples/* "$root/usr/share/doc/$package/examples"
finish "$arch" <<END
Depends: libfirstchair0 (= $version), libfmt-dev, libpugixml-dev, libzip-dev, zlib1g-dev
Section: libdevel
Description: hears a drummer, for programs of others: headers
 The C API's header, the static library, and what CMake and pkg-config want to
 know. The header is its reference.
END

# A school as a service: it comes with the program of the same version.
root=$stage/debian/firstchair-school
mkdir -p "$root/DEBIAN" "$root/usr/lib/systemd/system" "$root/usr/share/doc/firstchair-school" "$root/etc/firstchair"
cp "$here"/deploy/firstchair-school.service "$here"/deploy/firstchair-work@.service "$root/usr/lib/systemd/system"
cp "$here/deploy/school.env" "$root/etc/firstchair"
cp "$doc/copyright" "$doc/changelog.gz" "$root/usr/share/doc/firstchair-school"
cp "$here"/deploy/Caddyfile "$here"/deploy/alerts.yml "$root/usr/share/doc/firstchair-school"
chmod -R go-w,a+rX "$root"
echo /etc/firstchair/school.env >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<END
Package: firstchair-school
Version: $version
Architecture: all
Maintainer: the firstchair authors <$email>
Installed-Size: $(du -k -s "$root" | cut -f 1)
Depends: firstchair (= $version), adduser
Suggests: caddy | nginx, postgresql, prometheus
Section: sound
Priority: optional
Description: serves a drum school as a service of the system
 It gives firstchair a user and a folder of its own, and units of systemd for
 the server of a school and for workers that hear what is handed in. Nothing is
 started before it is configured.
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
  if ! getent passwd firstchair >/dev/null; then
    adduser --system --group --home /var/lib/firstchair --no-create-home --gecos 'a drum school' firstchair
  fi
  install -d -m 0700 -o firstchair -g firstchair /var/lib/firstchair
fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
END
cat >"$root/DEBIAN/postrm" <<'END'
#!/bin/sh
set -e
# What a school has kept stays, also when the package is purged.
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
END
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/postrm"
school=$out/firstchair-school_${version}_all.deb
fakeroot dpkg-deb -Zxz --build "$root" "$school" >/dev/null
say "made $school ($(du -k "$school" | cut -f 1) KB)"
if command -v lintian >/dev/null; then lintian --allow-root --fail-on error,warning "${made[@]}" "$school"; fi
