#!/usr/bin/env bash
# package.sh [OUT [TREE]]: makes OUT/firstchair_VERSION_ARCH.deb (out/ when left out) of the program, its page, manual page,
# completions and plugins, for the release of Debian or Ubuntu that runs here, and asks lintian. It builds build/release first; of
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
if command -v lintian >/dev/null; then lintian --allow-root --fail-on error,warning "$deb"; fi
