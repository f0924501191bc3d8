#!/bin/sh
# run.sh: the kernels beside all that there is to set them beside. It wants clang, which compiles the C of both sides,
# and a Go with the package simd. Arguments go to the program: bench/kernels/run.sh [-v3] -rounds 31 -charts docs
#
#	-v3    without AVX-512 and GFNI, on both sides
set -eu
cd "$(dirname "$0")"
export CC=clang CGO_ENABLED=1 GOEXPERIMENT=simd GOTOOLCHAIN="${GOTOOLCHAIN:-go1.27.4}"
features="-march=x86-64-v4 -msha -mpclmul -mvpclmulqdq -mavx512vbmi -mavx512vbmi2 -mgfni" # the best levels of gostubs
if [ "${1:-}" = -v3 ]; then
	shift
	features="-march=x86-64-v3 -msha -mpclmul"
	export GODEBUG=cpu.avx512f=off
fi
sources=$(cat ../../csrc/*.h ../../csrc/*/*.[ch] | sha256sum | cut -c1-16) # go build does not look at what cloop includes
export CGO_CFLAGS="-O2 -fno-tree-slp-vectorize -fno-math-errno $features -DSOURCES_$sources"
command -v clang >/dev/null || { echo "run.sh: there is no clang" >&2; exit 1; }
go list simd/archsimd >/dev/null || { echo "run.sh: $GOTOOLCHAIN is not there, or has no package simd" >&2; exit 1; }
program=$(mktemp)
trap 'rm -f "$program"' EXIT
go build -o "$program" .
"$program" "$@"
