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
cd "$here/web"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
npx tsc --noEmit -p page
node build.mjs "$here/build/wasm/web/firstchair.wasm" "$out"
