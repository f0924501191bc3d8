#!/bin/bash
# right: an index that is a number, here or in the first round of a loop, is one of the same table as any other
. "$(dirname "$0")/../lib.sh"
for CC in clang gcc; do
	for flags in -O0 -O1 -Os -O2; do
		sed "s/FLAGS/$flags/" "$HERE"/p.go >p/p.go
		CC=$CC $NC build p || { echo "$CC $flags"; exit 1; }
		go run . >out || exit 1
		[ -f want ] || cp out want
		cmp out want || { echo "$CC $flags"; exit 1; }
	done
done
