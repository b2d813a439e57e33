#!/usr/bin/env bash
# guide_pictures.sh FIRSTCHAIR [FOLDER]: builds the page and makes the guide's pictures of it in Chromium, in docs/pictures or in
# FOLDER: the program fills a book, and the page shows it.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "$1")
pictures=$(realpath -m "${2:-$here/docs/pictures}")
"$here/scripts/npm_ci.sh" check
"$here/scripts/build_page.sh" "$here/build/page"
FIRSTCHAIR=$program FIRSTCHAIR_PAGE=$here/build/page FIRSTCHAIR_PICTURES=$pictures exec node "$here/web/test/guide_pictures.mjs"
