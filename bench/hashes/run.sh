#!/bin/sh
# Hash functions by nearcall against loops in C: bench/hashes/run.sh [-rounds N]; CC is clang or another compiler.
set -e
cd "$(dirname "$0")/../.."
top=$PWD
out=$top/build/bench-hashes
rm -rf "$out"
mkdir -p "$out"
cp -R bench/hashes "$out/src"
cd "$out/src"
export CC="${CC:-clang}"
export NEARCALL_CSRC="$top/csrc"
"$top/build/nearcall" build ./near
# The same image once more, for C to call.
"$top/build/nearcall" archive -o "$out/near.a" ./near
(cd "$out" && go tool pack x near.a image_amd64.o)
set_names=$(nm "$out/image_amd64.o" | sed -n 's/.* T \(nearcall_.*_\(rapidhash\|wyhash\|siphash\|xxh3\)\)$/--redefine-sym \1=image_\2/p')
# shellcheck disable=SC2086 # several words
objcopy $set_names "$out/image_amd64.o" "$out/image.o"
ar rcs "$out/libimage.a" "$out/image.o" # go names it twice, which an object would not bear
export CGO_LDFLAGS="-L$out -limage"
CGO_ENABLED=1 go build -o "$out/hashes" .
exec "$out/hashes" "$@"
