#!/usr/bin/env bash
# package.sh [OUT [TREE]]: makes OUT/firstchair_VERSION_ARCH.deb (out/ when left out) of the program, its page, manual page,
# completions and plugins, for the release of Debian or Ubuntu that runs here, and OUT/firstchair-school_VERSION_all.deb of what serves
# a school as a system's service: a user, units of systemd, their settings. Asks lintian. It builds build/release first; of
# another build TREE it takes what is there.
# It is made by dpkg-deb alone: there is no source package for an archive to build, and so nothing for debhelper to do.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:-$here/out}")
tree=$(realpath -m "${2:-$here/build/release}")
. "$here/scripts/stages.sh"

"$here/scripts/install_packages.sh" package
if [ $# -lt 2 ]; then
  "$here/scripts/install_packages.sh" build page
  launcher=$(command -v ccache || true)
  (cd "$here" && quietly cmake --preset release ${launcher:+-DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"})
  build "$tree" "building the program" --target firstchair firstchair_vamp firstchair_lv2
  "$here/scripts/build_page.sh" "$here/build/page"
fi

version=$(sed -n 's/^project(firstchair VERSION \([0-9.]*\).*/\1/p' "$here/CMakeLists.txt")
date=$(sed -n 's/^set(FIRSTCHAIR_DATE \([0-9-]*\)).*/\1/p' "$here/CMakeLists.txt")
email=${DEBEMAIL:-firstchair@users.noreply.github.com}
arch=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/debian/firstchair
mkdir -p "$root/DEBIAN"
umask 022
for component in program vamp lv2; do
  DESTDIR=$root cmake --install "$tree" --prefix /usr --component "$component" --strip >/dev/null
done

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
chmod -R go-w,a+rX "$root"

# The libraries it was linked with say which packages it needs, and so does a library that needs what it loads when it is
# called (cmake/late.cmake).
cmake --build "$tree" --target late_needs >/dev/null
cat >"$stage/debian/control" <<END
Source: firstchair
Package: firstchair
Architecture: any
END
plugins=("$root"/usr/lib/*/vamp/firstchair.so "$root"/usr/lib/*/lv2/firstchair.lv2/firstchair.so)
depends=$(cd "$stage" && dpkg-shlibdeps -O debian/firstchair/usr/bin/firstchair "${plugins[@]}" "$tree/late_needs.so" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<END
Package: firstchair
Version: $version
Architecture: $arch
Maintainer: the firstchair authors <$email>
Installed-Size: $(du -k -s "$root" | cut -f 1)
Depends: $depends
Recommends: xdg-utils, musescore-general-soundfont-small | fluid-soundfont-gm
Suggests: ffmpeg
Section: sound
Priority: optional
Description: hears a drummer and says what was early, late, missing or extra
 It listens through a microphone, to an e-kit or to a recording, lays every
 stroke beside what should have been played, and says in milliseconds what was
 early and late, each with an interval. It gives one order for the next try,
 finds the tempo at which you break, and plans what to practise today.
 .
 It runs offline, as a program of the terminal and as a page in your browser.
 Plugins for hosts of Vamp and LV2 come with it.
END
mkdir -p "$out"
deb=$out/firstchair_${version}_$arch.deb
fakeroot dpkg-deb -Zxz --build "$root" "$deb" >/dev/null
say "made $deb ($(du -k "$deb" | cut -f 1) KB)"

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
if command -v lintian >/dev/null; then lintian --allow-root --fail-on error,warning "$deb" "$school"; fi
