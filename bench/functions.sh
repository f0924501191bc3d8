#!/bin/sh
# Writes a package of many C functions, all of them bound: bench/functions.sh N FOLDER.
#
# What a build costs a function should not depend on how many there are: bench/stages.sh tells, of several N. Each
# function has a jump table, constants of its own and of its file's, a static helper, and a tail call of another.
set -eu
n=$1
per_file=100
mkdir -p "$2/p"
cd "$2"
printf 'module functions\n\ngo 1.23\n' >go.mod
awk -v n="$n" -v per_file=$per_file 'BEGIN {
	printf "package p\n\n//nearcall:source ../*.c\n//nearcall:cflags -O2\n" >"p/p.go"
	for (i = 0; i < n; i++) {
		file = "f" int(i / per_file) ".c"
		if (i % per_file == 0) {
			printf "#include <stdint.h>\n\nstatic const uint64_t shared[64] = {" >file
			for (k = 0; k < 64; k++)
				printf "%d%s", (i + 1) * (k + 3) * 7919 % 1000003, k < 63 ? ", " : "};\n" >file
		}
		printf "\nstatic __attribute__((noinline)) uint64_t help%d(uint64_t x)\n{\n" \
			"\treturn x * %dU + shared[x & 63];\n}\n", i, 2 * i + 3 >file
		printf "\nuint64_t f%d(const uint64_t *v, uint64_t n)\n{\n\tuint64_t s = %d;\n\tdouble d = %d.25;\n", i, i, i >file
		printf "\tstatic const char text[] = \"function number %d\";\n\tfor (uint64_t i = 0; i < n; i++)\n" \
			"\t\tswitch (v[i] & 7) {\n", i >file
		for (k = 0; k < 8; k++)
			printf "\t\tcase %d: s = (s %s v[i]) * %d + text[%s]; break;\n", k, substr("+-^|&+-^", k + 1, 1),
				i + k * k + 5, k % 2 ? "i & 15" : "s & 15" >file
		printf "\t\t}\n\td *= (double)s;\n\treturn help%d(s ^ (uint64_t)(int64_t)d);\n}\n", i >file
		if (i % per_file == per_file - 1)
			close(file)
		printf "\n//nearcall:func f%d\n//go:noescape\nfunc F%d(v *uint64, n uint64) uint64\n", i, i >"p/p.go"
	}
}'
