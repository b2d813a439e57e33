#!/usr/bin/env bash
# demo.sh FIRSTCHAIR: the main job on real recordings (CC0 loops of Debian's sonic-pi-samples), with a chart and without.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
firstchair=$1
loops=/usr/share/sonic-pi/samples
out=$here/build/demo

echo "== $loops/loop_amen_full.flac, with the chart data/demo/amen.tab"
"$firstchair" hear "$loops/loop_amen_full.flac" --chart "$here/data/demo/amen.tab" --out "$out/amen" --force
echo
echo "== $loops/loop_mika.flac, without a chart"
"$firstchair" hear "$loops/loop_mika.flac" --out "$out/mika" --force
