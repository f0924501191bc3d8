#!/bin/bash
# The Rust way, from cargo to a Go package. Speaks TAP.
#
#	tests/ed25519/dalek.sh [-w]
#
# Builds csrc/dalek and lets nearcall write the package again in a copy of the sources, where its tests are run;
# then compares what was written with the tree. -w puts it into the tree instead. Without cargo all is skipped;
# another rustc than the tree's, as csrc/dalek/rustc-version names it, gives other code, which is not compared.
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD
package=gostubs/edwards25519/dalek
copy=$top/build/dalek-src
version=csrc/dalek/rustc-version

if ! command -v cargo >/dev/null; then
	echo "1..1"
	echo "ok - dalek # SKIP there is no cargo"
	exit 0
fi
echo "1..3"
n=0
try() { # NAME COMMAND...
	local name=$1 log=$top/build/dalek.log
	shift
	n=$((n + 1))
	if "$@" >"$log" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		tail -n 40 "$log" | sed 's/^/# /'
		exit 1
	fi
}

write() {
	rm -rf "$copy"
	mkdir -p "$copy/build"
	cp -R go.mod csrc gostubs "$copy"
	rm -f "$copy/$package"/nearcall_*
	ln -s "$top/build/dalek" "$copy/build/dalek"
	(cd "$copy" && "$top/build/nearcall" build "$package" && go vet "./$package" && go test -short "./$package")
}

# All but the archive's hash, and with it the files' own: it depends on the folder's name, though the code does not.
code() { cat "$1"/nearcall_* | grep -v '^// sha256 .*\.a$' | sed 's/nearcallFiles[0-9a-f]*/nearcallFiles/'; }

mkdir -p build
try "cargo builds csrc/dalek" csrc/dalek/build.sh
try "nearcall takes the archive; the package's tests pass" write
if [ "${1-}" = -w ]; then
	cp "$copy/$package"/nearcall_* "$package"
	rustc --version >"$version"
	echo "ok 3 - $package is written"
elif cmp -s <(code "$package") <(code "$copy/$package"); then
	echo "ok 3 - $package is what nearcall writes"
elif [ "$(rustc --version)" != "$(cat "$version")" ]; then
	echo "ok 3 - $package # SKIP the tree's file is of $(cat "$version")"
else
	echo "not ok 3 - $package is what nearcall writes"
	diff <(code "$package") <(code "$copy/$package") | head -n 40 | cut -c1-150 | sed 's/^/# /'
	exit 1
fi
