#!/bin/sh
# csrc/rt beside the C library's SSE2 functions: sh bench/rt/run.sh, from the root; CC as for nearcall (clang).
# With an argument, beside the functions that the C library would choose on this machine.
set -e
cc=${CC:-clang}
out=build/bench-rt
rm -rf "$out" && mkdir -p "$out"
flags="-O2 -fPIC -march=x86-64 -fno-builtin -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer -fno-stack-protector"
if $cc --version | grep -q clang; then :; else flags="$flags -fno-tree-loop-distribute-patterns"; fi
for f in csrc/rt/mem*.c csrc/rt/bcmp.c csrc/rt/str*.c; do
	$cc $flags -fcf-protection=none -include tests/unit/rt_names.h -c "$f" -o "$out/$(basename "$f" .c).o"
done
$cc -O2 -fno-builtin -Wall -Wextra bench/rt/bench.c "$out"/*.o -o "$out/bench"
exec "$out/bench" "$@"
