#!/bin/sh
# Static test binaries of the kernels with levels of the CPU, to be run on a machine that has them.
#
#	tests/levels/build.sh FOLDER    FOLDER/run.sh then runs them, and prints a line for each level
set -eu

mkdir -p "$1"
out=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
for file in gostubs/*/levels_amd64_test.go; do
	package=${file%/*}
	name=${package##*/}
	mkdir -p "$out/$name"
	CGO_ENABLED=0 GOARCH=amd64 go test -c -o "$out/$name/kernel.test" "./$package"
	[ ! -d "$package/testdata" ] || cp -R "$package/testdata" "$out/$name/"
done
cp tests/levels/run.sh "$out/run.sh"
echo "$out/run.sh runs them"
