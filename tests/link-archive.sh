#!/bin/bash
# Links a Go program by hand, with archives in the place of packages it imports.
#
#	tests/link-archive.sh OUT MAINDIR IMPORTPATH=FILE.a ...
#
# The go command has no way to be given a compiled package, so this does what it does: an importcfg, then
# go tool compile and go tool link. LDFLAGS gives more flags for the latter. Only the program itself may
# import the archives' packages: what else imports them was compiled against the other build of them.
set -euo pipefail

if [ $# -lt 3 ]; then
	echo "usage: $0 OUT MAINDIR IMPORTPATH=FILE.a ..." >&2
	exit 2
fi
mkdir -p "$(dirname "$1")"
out=$(realpath "$1")
dir=$(realpath "$2")
shift 2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

instead=' '
for pair; do
	instead+="${pair%%=*} "
	echo "packagefile ${pair%%=*}=$(realpath "${pair#*=}")" >>"$tmp/importcfg"
done

cd "$dir"
# -e: a package whose stubs have a body only in its archive does not compile by itself, and need not.
# runtime/cgo: what the linker wants for external linking, and leaves out otherwise.
cgo=$([ "$(go env CGO_ENABLED)" = 0 ] || echo runtime/cgo)
# shellcheck disable=SC2086
go list -e -export -deps -f '{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}' . $cgo >"$tmp/deps"
self=$(go list .)
while read -r path file; do
	if [ "$path" != "$self" ] && [[ $instead != *" $path "* ]]; then
		echo "packagefile $path=$file"
	fi
done <"$tmp/deps" >>"$tmp/importcfg"

mapfile -t files < <(go list -f '{{range .GoFiles}}{{println .}}{{end}}' . | grep .)
go tool compile -p main -pack -complete -importcfg "$tmp/importcfg" -o "$tmp/main.a" "${files[@]}"
# shellcheck disable=SC2086
go tool link -importcfg "$tmp/importcfg" ${LDFLAGS-} -o "$out" "$tmp/main.a"
