#!/usr/bin/env bash
# build_page.sh OUT: the engine for WebAssembly and the page over it, as static files. Says on standard error what takes
# time, and nothing when nothing is to be done.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "$1")
wasm=$here/build/wasm
launcher=$(command -v ccache || true)
. "$here/scripts/stages.sh"

words="building the engine for the browser"
if [ ! -f "$wasm/build.ninja" ]; then
  say "building the engine for the browser (2 minutes the first time)"
  words=
  (cd "$here" && quietly cmake --preset wasm --no-warn-unused-cli \
    ${launcher:+-DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"})
fi
build "$wasm" "$words"

cd "$here/web"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say "fetching what the page is built with"
  quietly "$here/scripts/npm_ci.sh"
fi
sources=(. ../report ../data/sounds "$wasm/web/firstchair.wasm" "$wasm/web/firstchair_verify.wasm" "$wasm/web/firstchair_band.wasm" "$wasm/web/firstchair_kit.wasm")
newer() { find "${sources[@]}" -name node_modules -prune -o -newer "$1" -print -quit; }
if [ ! -e "$out/index.html" ] || [ -n "$(newer "$out/index.html")" ]; then
  say "building the page"
  quietly npx tsc --noEmit -p page
  quietly node build.mjs "$wasm/web/firstchair.wasm" "$out"
fi
