#!/bin/bash
# right: sqrt, fabs and copysign are instructions, and at x86-64-v2 floor as well; below it, the runtime's
. "$(dirname "$0")/../lib.sh"
for cc in clang gcc; do
	CC=$cc $NC build p || exit 1
	if grep 'csrc/rt/' p/nearcall_amd64.s | grep -v 'round.c$'; then echo "$cc: more than csrc/rt/round.c"; exit 1; fi
	go run . || exit 1
	sed -i 's,^//nearcall:source.*,&\n//nearcall:cpu x86-64-v2,' p/p.go
	[ $cc = clang ] || sed -i 's,^//nearcall:source.*,&\n//nearcall:cflags -fno-trapping-math,' p/p.go
	CC=$cc $NC build p || exit 1
	if grep -q 'csrc/rt/' p/nearcall_amd64.s; then echo "$cc calls the runtime at v2"; exit 1; fi
	go run . || exit 1
	cp "$HERE"/p.go p/
done
