#!/bin/bash
# right: what assembly makes of an address in the constants is not believed to be one
. "$(dirname "$0")/../lib.sh"
$NC build p 2>err; r=$?
cat err
[ $r = 1 ] || { echo "ACCEPTED (exit $r)"; $NC stack p; exit 1; }
for c in through_argument through_result through_word; do
	grep -q "$c calls through a pointer" err || { echo "$c: not refused"; exit 1; }
done
