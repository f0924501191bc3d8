#!/bin/bash
# right: a function among the stack arguments stays known, and gives Go's results
. "$(dirname "$0")/../lib.sh"
for flags in -O0 -O1 -O2; do
	sed "s,^//nearcall:source.*,&\n//nearcall:cflags $flags," "$HERE"/p.go >p/p.go
	$NC build p && go build -o x . && timeout 60 ./x || { echo "with $flags"; exit 1; }
done
