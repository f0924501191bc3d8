#!/bin/bash
# right: assembly gets a function by an index that stays in the table, and a whole word at a time
. "$(dirname "$0")/../lib.sh"
$NC build p || exit 1
for f in beyond unbounded middle bytes; do
	sed "s/within/$f/" "$HERE"/p.go >p/p.go
	$NC build p 2>err; r=$?
	cat err
	[ $r = 1 ] && grep -q "$f jumps through a pointer" err || { echo "$f: exit $r"; exit 1; }
done
