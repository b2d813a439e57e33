#!/usr/bin/env bash
# lv2.sh BUNDLE LV2_TOLD FIXED_FILES: a host of LV2 plugins loads BUNDLE and hands the sound through; what the ports tell is
# what the engine's meter tells (lv2_told.cpp).
set -euo pipefail
bundle=$1 told=$2 fixed=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "$*" >&2; exit 1; }
"$fixed" "$folder"
cd "$folder"

"$told" "$bundle/firstchair.so" take0.wav

# lilv's host finds nothing but this bundle and the specifications.
mkdir lv2
ln -s "$bundle" lv2/firstchair.lv2
for specs in /usr/lib/lv2 /usr/lib/*/lv2; do
  for spec in "$specs"/*.lv2; do [ ! -d "$spec" ] || [ -e "lv2/$(basename "$spec")" ] || ln -s "$spec" lv2/; done
done
export LV2_PATH=$folder/lv2
for plugin in meter pad; do
  about=$(lv2info "urn:firstchair:$plugin" 2>&1)
  case $about in *'Class:             Analyser'*) ;; *) fail "lilv says: $about" ;; esac
  [ "$(grep -c '^	Port ' <<<"$about")" -eq 21 ] || fail "lilv finds other ports: $about"
  lv2apply -i take0.wav -o "$plugin.wav" -c line 2 "urn:firstchair:$plugin" >log 2>&1 || { cat log; exit 1; }
  [ "$(stat -c %s "$plugin.wav")" -ge "$(stat -c %s take0.wav)" ] || fail "$plugin handed through less than there was"
done
if command -v sord_validate >/dev/null; then
  said=$(lv2_validate "$bundle"/*.ttl 2>&1) || true
  case $said in *'Found 0 errors'*) ;; *) fail "$said" ;; esac
fi
