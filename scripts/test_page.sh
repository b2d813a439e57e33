#!/usr/bin/env bash
# test_page.sh FIRSTCHAIR DOOR_TAKE [SUITE...]: builds the page and tests it in Chromium: the suites of web/test, all when
# none is named. With FIRSTCHAIR_SHOTS=FOLDER pictures of every page go there.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$here/build"
(
  flock 9 # suites that run side by side
  "$here/scripts/npm_ci.sh" check
  "$here/scripts/build_page.sh" "$here/build/page"
) 9>"$here/build/page.lock"
program=$(realpath "$1") door_take=$(realpath "$2")
cd "$here/web"
suites=("${@:3}")
[ ${#suites[@]} -gt 0 ] || suites=(exact visit stage pages chairs school film band kit)
files=()
for suite in "${suites[@]}"; do files+=("test/$suite.test.mjs"); done
FIRSTCHAIR=$program DOOR_TAKE=$door_take FIRSTCHAIR_PAGE=$here/build/page exec node --test --test-concurrency=1 "${files[@]}"
