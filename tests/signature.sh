#!/usr/bin/env bash
# Compares every decision over the fixed takes with the committed ones. When hearing or judging was meant to change:
# firstchair signature >tests/signature.txt, and a line in CHANGELOG.md.
here=$(cd "$(dirname "$0")" && pwd)
diff "$here/signature.txt" <("$1" signature)
