#!/bin/sh
# Calls of N (500) random signatures, compiled for arm64 by clang and gcc with and without optimisation and run under
# qemu-user: every argument and result is where pack/arch/arm64/caapcs.c says.
#
#	tests/arm64/aapcs.sh [N [SEED]]
set -eu
cd "$(dirname "$0")/../.."
n=${1-500} seed=${2-$(date +%s)}
for tool in clang aarch64-linux-gnu-gcc aarch64-linux-gnu-ld qemu-aarch64; do
	command -v $tool >/dev/null || { echo "skipped: there is no $tool" && exit 0; }
done
out=build/arm64-aapcs
mkdir -p $out
gcc -std=gnu17 -O1 -Ipack -o $out/gen tests/arm64/aapcs_gen.c
echo "seed $seed"
$out/gen "$n" "$seed" >$out/calls.h
for cc in "clang --target=aarch64-linux-gnu" aarch64-linux-gnu-gcc; do
	for o in 0 2; do
		# shellcheck disable=SC2086
		$cc -std=gnu17 -O$o -w -static -Ipack -DAAPCS_CALLS='"../../'$out'/calls.h"' -o $out/test tests/arm64/aapcs.c \
			pack/arch/arm64/caapcs.c pack/base/arena.c
		printf '%s -O%s: ' "${cc%% *}" $o
		qemu-aarch64 $out/test
	done
done
