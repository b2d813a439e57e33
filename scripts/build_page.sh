#!/usr/bin/env bash
# build_page.sh OUT: the engine for WebAssembly and the page over it, as static files.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=$1
launcher=$(command -v ccache || true)

if [ ! -f "$here/build/wasm/build.ninja" ]; then
  (cd "$here" && cmake --preset wasm --no-warn-unused-cli ${launcher:+-DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"} >/dev/null)
fi
cmake --build "$here/build/wasm"
"$here/scripts/npm_ci.sh"
cd "$here/web"
npx tsc -p page
node build.mjs "$here/build/wasm/web/firstchair.wasm" "$out"
