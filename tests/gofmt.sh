#!/bin/sh
# Fails and lists the Go files that gofmt would change. testdata may hold files that are wrong on purpose.
set -eu
cd "$(dirname "$0")/.."
list=$(find . \( -name build -o -name testdata -o -name '.?*' \) -prune -o -name '*.go' -print0 |
	xargs -0 "$(go env GOROOT)/bin/gofmt" -l)
[ -z "$list" ] || {
	echo "gofmt would change:" && echo "$list"
	exit 1
}
