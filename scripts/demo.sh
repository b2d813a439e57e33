#!/usr/bin/env bash
# demo.sh FIRSTCHAIR: the main job on a professional's take (data/demo; NOTICE says whose), with a chart and without, and
# on a recording.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
firstchair=$1
take=$here/data/demo/groove.mid
out=$here/build/demo

echo "== data/demo/groove.mid, with the chart data/demo/groove.tab"
"$firstchair" hear "$take" --chart "$here/data/demo/groove.tab" --out "$out/with-chart" --force
echo
echo "== data/demo/groove.mid, without a chart"
"$firstchair" hear "$take" --out "$out/without-chart" --force
loop=/usr/share/sonic-pi/samples/loop_amen_full.flac
echo
echo "== $loop, a recording (CC0, Debian's sonic-pi-samples), with the chart data/demo/amen.tab"
"$firstchair" hear "$loop" --chart "$here/data/demo/amen.tab" --out "$out/recording" --force
