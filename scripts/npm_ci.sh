#!/usr/bin/env bash
# npm_ci.sh [check]: what package-lock.json names for building the page; with check, what tests, lint and layout need too.
set -euo pipefail
cd "$(dirname "$0")/../web"
got=node_modules/.package-lock.json
if [ "${1:-}" = check ]; then
  [ -e node_modules/eslint ] && [ ! package-lock.json -nt $got ] || npm ci --no-audit --no-fund --loglevel=error
else
  [ -e $got ] && [ ! package-lock.json -nt $got ] || npm ci --omit=dev --no-audit --no-fund --loglevel=error
fi
