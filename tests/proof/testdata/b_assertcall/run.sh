#!/bin/bash
# right: assert and abort are panics, at the C line of each, that recover catches; with -DNDEBUG there is no assert
. "$(dirname "$0")/../lib.sh"
for cc in clang gcc; do
	CC=$cc $NC build p && go run . || exit 1
	sed -i 's,^//nearcall:source.*,&\n//nearcall:cflags -DNDEBUG,' p/p.go
	CC=$cc $NC build p || exit 1
	if grep -q __assert_fail p/nearcall_amd64.s; then echo "$cc asserts with -DNDEBUG"; exit 1; fi
	cp "$HERE"/p.go p/
done
