#!/bin/sh
# Runs N (20000) random instructions of the decoder's tables under qemu-user: they do what it says of them.
#
#	tests/arm64/execute.sh [N [SEED]]
set -eu
cd "$(dirname "$0")/../.."
n=${1-20000} seed=${2-$(date +%s)}
for tool in aarch64-linux-gnu-gcc qemu-aarch64; do
	command -v $tool >/dev/null || { echo "skipped: there is no $tool" && exit 0; }
done
out=build/arm64-execute
mkdir -p $out
parts='decode fields immediate branch register load atomic structure float simd vector scalar crypto'
# shellcheck disable=SC2046
aarch64-linux-gnu-gcc -std=gnu17 -O2 -Wall -Wextra -static -Ipack -o $out/execute tests/arm64/execute.c \
	tests/arm64/cpu.c $(for p in $parts; do echo pack/arch/arm64/$p.c; done)
echo "seed $seed"
qemu-aarch64 $out/execute "$n" "$seed"
