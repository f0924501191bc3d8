#!/bin/bash
# Compares our C, dalek and filippo.io/edwards25519 through both carriers. Speaks TAP.
#
#	tests/ed25519/run.sh [N]
#
# N random scalars, 100,000 unless said otherwise. The archive carrier wants dalek's archive: make dalek.
set -euo pipefail
cd "$(dirname "$0")"
top=$(realpath ../..)
out=$top/build/ed25519
package=$top/gostubs/edwards25519
module=$(cd "$top" && go list -m)
rust=$top/build/dalek/release/libnearcall_dalek.a
export CGO_ENABLED=0
mkdir -p "$out"

n=0 status=0
try() { # NAME COMMAND...
	local name=$1
	shift
	if "$@" >"$out/log" 2>&1; then
		echo "ok $((++n)) - $name"
	else
		echo "not ok $((++n)) - $name"
		status=1
	fi
	tail -n 20 "$out/log" | sed 's/^/# /'
}

vectors=$package/internal/eddsatest/testdata/rfc8032.txt
module_carrier() {
	go build -o "$out/module" . && "$out/module" -n "$1" -vectors "$vectors"
}
archive_carrier() {
	local archives=("$module/gostubs/edwards25519=$out/c.a")
	(cd "$top" && build/nearcall archive -o "$out/c.a" gostubs/edwards25519) || return 1
	if [ -e "$rust" ]; then
		(cd "$top" && build/nearcall archive -o "$out/dalek.a" gostubs/edwards25519/dalek) || return 1
		archives+=("$module/gostubs/edwards25519/dalek=$out/dalek.a")
	else
		echo "dalek by the module carrier: $rust is not there (make dalek)"
	fi
	"$top/tests/link-archive.sh" "$out/archive" . "${archives[@]}" &&
		"$out/archive" -n "$1" -vectors "$vectors" -carrier archive
}
try "module carrier" module_carrier "${1:-100000}"
try "archive carrier" archive_carrier "${1:-100000}"
echo "1..$n"
exit $status
