#!/usr/bin/env bash
# school_picture.sh [TREE [FOLDER]]: makes the guide's picture of a gradebook in Chromium, in docs/pictures or in FOLDER, with the
# program and bench_school of a build TREE (build/check): a class of thirty hands in, two minutes on two cores.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
tree=$(realpath "${1:-$here/build/check}")
pictures=$(realpath -m "${2:-$here/docs/pictures}")
[ -e "$here/build/page/index.html" ] || "$here/scripts/build_page.sh" "$here/build/page"
FIRSTCHAIR=$tree/apps/cli/firstchair FIRSTCHAIR_PAGE=$here/build/page FIRSTCHAIR_PICTURES=$pictures \
  exec node "$here/web/test/school_picture.mjs" "$tree/bench/school/bench_school"
