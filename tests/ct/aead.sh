#!/bin/bash
# Does ChaCha20-Poly1305 keep its secrets from branches and addresses? Speaks TAP.
#
#	tests/ct/aead.sh
#
# The C is compiled as for the levels x86-64-v1 and v3 of the package; Valgrind does not know AVX-512. Leaks planted
# into copies must be found.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=build/ct/aead
rm -rf "$work"
mkdir -p "$work"

n=0 status=0
result() { # TRUTH NAME LOG
	if "$1"; then
		echo "ok $((++n)) - $2"
	else
		echo "not ok $((++n)) - $2"
		head -n 40 "$3" | sed 's/^/# /'
		status=1
	fi
}

# Status 99: memcheck has found a branch or an address that depends on a secret.
run() { # CSRC LEVEL NAME
	clang -O3 -fno-slp-vectorize -fno-vectorize -ffreestanding -gdwarf-4 -march="$2" -c -o "$work/$3.o" \
		"$1/chacha20poly1305/chacha20poly1305.c" >"$work/$3.log" 2>&1 &&
		gcc -O1 -g -Wall -Wextra -o "$work/$3" tests/ct/aead.c "$work/$3.o" -z noexecstack >>"$work/$3.log" 2>&1 &&
		valgrind -q --error-exitcode=99 "$work/$3" >>"$work/$3.log" 2>&1
}

levels=x86-64
if grep -qw avx2 /proc/cpuinfo; then
	levels='x86-64 x86-64-v3'
else
	echo '# not looked at: x86-64-v3, which this machine lacks'
fi
for level in $levels; do
	if run csrc "$level" "$level"; then right=true; else right=false; fi
	result $right "chacha20poly1305 is constant-time for $level" "$work/$level.log"
done

planted() { # NAME FILE SEDSCRIPT
	local dir=$work/planted-$n got=0
	mkdir -p "$dir"
	cp -R csrc/chacha20poly1305 csrc/wide*.h "$dir"
	sed -i "$3" "$dir/chacha20poly1305/$2"
	! cmp -s "csrc/chacha20poly1305/$2" "$dir/chacha20poly1305/$2" || { echo "the script changes nothing: $3"; exit 1; }
	run "$dir" x86-64 "planted$n" || got=$?
	if [ $got = 99 ]; then found=true; else found=false; fi
	result $found "planted: $1" "$work/planted$n.log"
}

planted 'a tag is compared word by word' chacha20poly1305.c \
	's/uint64_t differ = .*/if (made[0] != given[0]) { __asm__ volatile("" ::: "memory"); return 0; } uint64_t differ = made[1] ^ given[1];/'
planted 'the last reduction is a branch' poly1305.h \
	's/over = -((h2 + (uint64_t)(sum >> 64)) >> 2 \& 1)/over = 0; if ((h2 + (uint64_t)(sum >> 64)) >> 2) __asm__ volatile("" : "=r"(over) : "0"(~0ull))/'
planted 'a table is read at a secret place' poly1305.h \
	's/p->carry = (d2 >> 2) \* 5;/static const volatile uint8_t table[64] = {1}; p->carry = (d2 >> 2) * 5 + 0 * table[d2 \& 63];/'
echo "1..$n"
exit $status
