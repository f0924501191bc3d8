#!/bin/bash
# right: a NULL among functions is nothing that is called; a table of it alone, or with a number, is no table of functions
. "$(dirname "$0")/../lib.sh"
$NC build p && go build -o x . && timeout 60 ./x || exit 1
for f in none number; do
	sed "s/some/$f/" "$HERE"/p.go >p/p.go
	$NC build p 2>err; r=$?
	cat err
	[ $r = 1 ] && grep -q "$f jumps through a pointer" err || { echo "$f: exit $r"; exit 1; }
done
