#!/bin/sh
# Runs what build.sh beside it has built: a line for each kernel and level. Arguments are put in front of the
# binaries: run.sh qemu-x86_64 -cpu Haswell.
set -u

cd "$(dirname "$0")" || exit 2
failed=0
for folder in */; do
	name=${folder%/}
	said=$(cd "$name" && "$@" ./kernel.test -test.v -test.short 2>&1) && state=ok || { state=FAILED failed=1; }
	lines=$(printf '%s\n' "$said" | sed -n 's/.*levels_amd64_test\.go:[0-9]*: \(x86-64[^ ]* is .*\)/\1/p' | sort -u)
	[ -n "$lines" ] || { lines="says nothing of its levels" state=FAILED failed=1; }
	printf '%s\n' "$lines" | sed "s/^/$state $name: /"
	[ $state = ok ] || printf '%s\n' "$said" | tail -5
done
exit $failed
