#!/usr/bin/env bash
# test_page.sh FIRSTCHAIR DOOR_TAKE: builds the page and tests it in Chromium; pictures of every page go to
# build/page-shots.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
"$here/scripts/npm_ci.sh" check
"$here/scripts/build_page.sh" "$here/build/page"
cd "$here/web"
FIRSTCHAIR=$1 DOOR_TAKE=$2 FIRSTCHAIR_PAGE=$here/build/page FIRSTCHAIR_SHOTS=$here/build/page-shots \
  exec node --test --test-concurrency=1 test/page.test.mjs test/stage.test.mjs
