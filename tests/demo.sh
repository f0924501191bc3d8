#!/bin/bash
# make demo: C called from Go, by both carriers, over the files of a directory; then what a call costs.
#
#	tests/demo.sh DIR
#
# All is built in a copy of the sources under build/, since another compiler version generates other files
# than those in the tree.
set -euo pipefail
dir=$(realpath "$1")
cd "$(dirname "$0")/.."
top=$PWD
src=$top/build/demo-src
xxhsum=$(command -v xxhsum)

say() { printf '\n== %s\n' "$*"; }

rm -rf "$src"
mkdir -p "$src"
cp -R go.mod gostubs csrc bench "$src"
cd "$src"
module=$(go list -m)

say "generate: C to Go assembly"
"$top/build/nearcall" build gostubs/increment gostubs/sum gostubs/xxh3 gostubs/edwards25519

say "module carrier: plain go build, without cgo"
CGO_ENABLED=0 go build -o "$top/build/demo" ./bench/demo
"$top/build/demo" -carrier module -xxhsum "$xxhsum" "$dir"

say "archive carrier: a compiled Go package with the C in it"
"$top/build/nearcall" archive -o "$top/build/xxh3.a" gostubs/xxh3
CGO_ENABLED=0 "$top/tests/link-archive.sh" "$top/build/demo-archive" bench/demo "$module/gostubs/xxh3=$top/build/xxh3.a"
"$top/build/demo-archive" -carrier archive -xxhsum "$xxhsum" "$dir"

say "Ed25519: files signed and verified with RFC 8032's keys, in C and in Rust, compared with crypto/ed25519"
CGO_ENABLED=0 go build -o "$top/build/edsign" ./bench/edsign
"$top/build/edsign" "$dir"

say "what a call costs: Go, nearcall, cgo"
CGO_ENABLED=1 go build -o "$top/build/callcost" ./bench/callcost
"$top/build/callcost"
