#!/bin/bash
# What calls that take long do to the rest of a program, by each way of calling, as one table.
#
#	bench/longcalls/run.sh [-page docs/results.md] [-slot 2.5s] [-rounds 10]
#
# It takes less than four minutes. The package is generated and compiled in build/longcalls, so the tree stays as it is.
# Wants a C compiler for cgo.
set -euo pipefail
cd "$(dirname "$0")/../.."
rm -rf build/longcalls
cp -r bench/longcalls build/longcalls
build/nearcall build -arch amd64 build/longcalls/near
CGO_ENABLED=1 go build -C build/longcalls -o longcalls .
exec build/longcalls/longcalls "$@"
