#!/bin/bash
# The table of bench/edwards25519: all ways in one interleaved run. Arguments go to the program.
#
#	bench/edwards25519/run.sh [-rounds N] [-calls N]
#
# It wants cargo, for the archive that cgo links and for cargo's own loop. The packages are generated anew in a
# copy of the sources, by the compiler that is there; cgo links the same images.
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD
out=$top/build/edwards25519
package=gostubs/edwards25519
rm -rf "$out"
mkdir -p "$out/src/build"
csrc/dalek/build.sh
cp -R go.mod csrc gostubs bench "$out/src"
ln -s "$top/build/dalek" "$out/src/build/dalek"
ln -s "$out" "$out/src/build/edwards25519"
cd "$out/src"
"$top/build/nearcall" build "$package" "$package/dalek"
"$top/build/nearcall" archive -o "$out/c.a" "$package"
(cd "$out" && go tool pack x c.a image_amd64.o)
symbol=$(nm "$out/image_amd64.o" | sed -n 's/.* T \(nearcall_.*_scalar_base_mult\)$/\1/p')
objcopy --redefine-sym "$symbol=c_scalar_base_mult" "$out/image_amd64.o" "$out/c.o"
cd bench/edwards25519
CGO_ENABLED=1 go build -o "$out/bench" .
CGO_ENABLED=0 go build -tags purego -o "$out/purego" ./purego
exec "$out/bench" -loop "$top/build/dalek/release/loop" -purego "$out/purego" "$@"
