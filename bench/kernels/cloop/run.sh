#!/bin/sh
# Kernels of gostubs in a loop in Go against their C in a loop in C: bench/kernels/cloop/run.sh
set -e

cd "$(dirname "$0")/../../.."
out=$PWD/build/bench-cloop
mkdir -p "$out"
best() { # LEVEL FEATURE: the level if this machine has the feature
	grep -qw "$2" /proc/cpuinfo && echo "$1"
}
v4=$(best x86-64-v4 avx512vl || best x86-64-v3 avx2 || echo x86-64)
vbmi2=$(best "x86-64-v4 -mavx512vbmi2" avx512_vbmi2 || best x86-64-v2 ssse3 || echo x86-64)
compile() { # KERNEL FLAG...: as nearcall does
	name=$1 && shift
	clang -O3 -ffreestanding -fno-math-errno "$@" -c -o "$out/$name.o" "csrc/$name/$name.c"
}
compile blake3 -march="$v4" -fno-slp-vectorize -fno-vectorize
compile chacha20poly1305 -march="$v4" -fno-slp-vectorize -fno-vectorize
# shellcheck disable=SC2086 # a level and a flag
compile streamvbyte -march=$vbmi2
rm -f "$out/libkernels.a"
ar rcs "$out/libkernels.a" "$out/blake3.o" "$out/chacha20poly1305.o" "$out/streamvbyte.o"
cd bench/kernels
CC=clang CGO_ENABLED=1 CGO_LDFLAGS="-L$out -lkernels" go run -tags cloop ./cloop
