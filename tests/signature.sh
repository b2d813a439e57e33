#!/usr/bin/env bash
# signature.sh COMMAND...: compares every decision over the fixed takes, as COMMAND prints them, with the committed ones.
# When hearing or judging was meant to change: firstchair signature >tests/signature.txt, and a line in CHANGELOG.md.
here=$(cd "$(dirname "$0")" && pwd)
diff "$here/signature.txt" <("$@")
