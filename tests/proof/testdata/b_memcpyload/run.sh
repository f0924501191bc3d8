#!/bin/bash
# right: memcpy of a word, memset and memcmp of few bytes are instructions, by clang and gcc
. "$(dirname "$0")/../lib.sh"
for cc in clang gcc; do
	CC=$cc $NC build p || exit 1
	if grep -q 'csrc/rt/' p/nearcall_amd64.s; then echo "$cc calls the runtime"; exit 1; fi
	go run . || exit 1
done
