#!/bin/sh
# Compiles the C of csrc/ and gostubs/ for arm64 with clang and gcc at all levels of optimisation, with and without
# the features of //nearcall:cpu, and has build/arm64-compare know each instruction.
#
#	tests/arm64/code.sh [FOLDER...]
#
# FOLDER: other C. What does not compile for arm64 (x86 intrinsics) is said and left out.
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- csrc gostubs
out=build/arm64-code
rm -rf $out && mkdir -p $out
flags='-c -g -fPIC -ffixed-x18 -ffixed-x27 -ffixed-x28 -mbranch-protection=none -mno-outline-atomics
	-fno-stack-protector -w -Icsrc -Icsrc/libm -ffreestanding -fno-jump-tables'
n=0 left=0
for s in $(find "$@" -name '*.c' | LC_ALL=C sort); do
	for march in armv8-a armv8-a+crc+aes+sha2+sha3+dotprod+lse; do
		for o in 0 1 2 3; do
			for cc in "clang --target=aarch64-linux-gnu" aarch64-linux-gnu-gcc; do
				n=$((n + 1))
				# shellcheck disable=SC2086
				$cc $flags -march=$march -O$o -o $out/$n.o "$s" 2>/dev/null || {
					left=$((left + 1))
					echo "$s" >>$out/left
				}
			done
		done
	done
done
[ $left = 0 ] || echo "$left of $n compilations fail and are left out, of $(sort -u $out/left | tr '\n' ' ')"
build/arm64-compare $out/*.o
