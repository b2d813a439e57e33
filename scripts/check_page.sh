#!/usr/bin/env bash
# check_page.sh: everything about the page that needs no browser: generated types, tsc, eslint, prettier, models.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
"$here/scripts/npm_ci.sh" check
cd "$here/web"
exec npm run --silent check
