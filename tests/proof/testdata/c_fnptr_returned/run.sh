#!/bin/bash
# right: functions that functions return are followed, whatever the optimization, and give Go's results
. "$(dirname "$0")/../lib.sh"
for flags in -O0 -O2 -Os; do
	sed "s,^//nearcall:source.*,&\n//nearcall:cflags $flags," "$HERE"/p.go >p/p.go
	$NC build p && go build -o x . && timeout 60 ./x || { echo "with $flags"; exit 1; }
	$NC stack p | grep 'p.Chosen: .*, proven' || exit 1
done
