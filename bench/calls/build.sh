#!/bin/bash
# Builds the programs that the driver runs.
#
#	bench/calls/build.sh OUT
#
# All is built in a copy of the sources, with the packages generated anew, so that one C compiler makes the code
# of all ways: CC, or clang. Programs whose loops are compared come in LAYOUTS kinds: the same text, with 0 to 7
# pieces of padding before each loop (package pad) and the functions in another order (the linker's -randlayout).
# NEARCALL is the tool.
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "$0")/../.."
top=$PWD
nearcall=${NEARCALL:-$top/build/nearcall}
layouts=${LAYOUTS:-8}
src=$out/src
calls=$src/bench/calls
bin=$out/bin
export CC=${CC:-clang}

say() { printf '%s\n' "$*" >&2; }

rm -rf "$src" "$bin"
mkdir -p "$src" "$bin" "$out/obj"
cp -R go.mod csrc gostubs bench "$src"

say "generating the packages"
cd "$src"
export NEARCALL_CSRC=$top/csrc
"$nearcall" build gostubs/sum gostubs/xxh3 gostubs/edwards25519 bench/calls/ways/near
"$nearcall" archive -o "$out/obj/near.a" bench/calls/ways/near

cd "$calls"
module=$(go list -m)
# link_archive OUT PACKAGE [LDFLAGS]: a program with the archive in the place of ways/near.
link_archive() {
	CGO_ENABLED=0 LDFLAGS=${3-} "$top/tests/link-archive.sh" "$1" "$2" "$module/ways/near=$out/obj/near.a"
}

for ((k = 0; k < layouts; k++)); do
	say "building layout $((k + 1)) of $layouts"
	printf 'package pad\n\nconst count = %d\n' "$k" >"$out/obj/count-$k.go"
	printf '{"Replace":{"%s":"%s"}}\n' "$calls/pad/count.go" "$out/obj/count-$k.go" >"$out/obj/overlay-$k.json"
	(
		export GOFLAGS="${GOFLAGS-} -overlay=$out/obj/overlay-$k.json"
		# The linker takes 0 for "as it was".
		CGO_ENABLED=1 go build -ldflags="-randlayout=$k" -o "$bin/worker-$k" ./cmd/worker
		CGO_ENABLED=0 go build -ldflags="-randlayout=$k" -tags purego -o "$bin/filippo-$k" ./cmd/filippo
		link_archive "$bin/archived-$k" ./cmd/archived "-randlayout=$k"
	)
done

CGO_ENABLED=1 go build -o "$out/driver" ./driver

say "building C programs that call Go"
CGO_ENABLED=1 go build -buildmode=c-archive -ldflags='-s -w' -o "$out/obj/carchive/libfromc.a" ./cmd/fromc
CGO_ENABLED=1 go build -buildmode=c-shared -ldflags='-s -w' -o "$bin/libfromc.so" ./cmd/fromc
cflags=(-std=gnu17 -O2 -Wall -Wextra -I "$out/obj/carchive" -s)
# shellcheck disable=SC2016 # $ORIGIN is for the dynamic linker
shared=(-L"$bin" -lfromc '-Wl,-rpath,$ORIGIN')
archive=("$out/obj/carchive/libfromc.a" -pthread)
$CC "${cflags[@]}" -DWAY='"CShared"' -o "$bin/fromc-shared" csrc/fromc.c "${shared[@]}"
$CC "${cflags[@]}" -DWAY='"CArchive"' -o "$bin/fromc-archive" csrc/fromc.c "${archive[@]}"
$CC "${cflags[@]}" -o "$bin/start-CShared" csrc/start.c "${shared[@]}"
$CC "${cflags[@]}" -o "$bin/start-CArchive" csrc/start.c "${archive[@]}"
$CC "${cflags[@]}" -o "$bin/start-C" csrc/empty.c
CGO_ENABLED=0 go build -ldflags='-s -w' -o "$bin/start-Go" ./cmd/tiny/empty

say "building the smallest programs"
for way in go nearcall purego; do
	CGO_ENABLED=0 go build -ldflags='-s -w' -o "$bin/tiny-$way" ./cmd/tiny/$way
done
CGO_ENABLED=1 go build -ldflags='-s -w' -o "$bin/tiny-cgo" ./cmd/tiny/cgo
link_archive "$bin/tiny-nearcall-archive" ./cmd/tiny/nearcall '-s -w'
$CC -O2 -shared -fPIC -o "$out/obj/libcalls.so" csrc/calls.c
for way in go nearcall cgo nearcall-archive purego; do
	"$bin/tiny-$way" "$out/obj/libcalls.so" # each checks its result
done
