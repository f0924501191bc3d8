#!/bin/bash
# right: an index that a compiler's code never gets to is no store over what it has saved; assembly's is, and so is a constant place
. "$(dirname "$0")/../lib.sh"
for CC in clang gcc; do
	for flags in -O0 -O1 -Os -O2 -O3 "-O2 -funroll-loops" v3; do
		sed "s/FLAGS/$flags/; s/^.*cflags v3/\/\/nearcall:cflags -O3\n\/\/nearcall:cpu x86-64-v3/" "$HERE"/p.go >p/p.go
		CC=$CC $NC build -arch amd64 p || { echo "$CC $flags"; exit 1; }
		[ "$flags" = v3 ] && ! grep -q avx2 /proc/cpuinfo && continue
		go run . >out || exit 1
		[ -f want ] || cp out want
		cmp out want || { echo "$CC $flags"; exit 1; }
	done
done
rm p/nearcall* main.go
for f in saved returns above below summed; do
	printf 'package p\n\n//nearcall:archive csrc/a.o\n\n//nearcall:func %s() u64\nfunc F() uint64\n' $f >p/p.go
	$NC build -arch amd64 p 2>err; r=$?
	[ $r = 1 ] && grep -q "$f .*\(rbx\|return address\|red zone\|stack pointer\)" err || { cat err; echo "$f: exit $r"; exit 1; }
done
rm p/csrc/a.o
cat >p/csrc/a.c <<'END'
void g(long *t) { __asm__ volatile("" ::"r"(t) : "memory"); }
long f(long x) { long t[4]; t[6] = x; g(t); return t[0]; }
END
printf 'package p\n\n//nearcall:source csrc/a.c\n//nearcall:cflags -O1 -fno-inline\n\n//nearcall:func f\nfunc F(x int64) int64\n' >p/p.go
$NC build -arch amd64 p 2>err; r=$?
[ $r = 1 ] && grep -q "f .*\(rbx\|return address\)" err || { cat err; echo "a constant place: exit $r"; exit 1; }
