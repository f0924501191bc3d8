#!/bin/sh
# How long each stage of a build takes: bench/stages.sh PACKAGE..., from inside the packages' module.
tool=$(dirname "$(realpath "$0")")/../build/nearcall
for p; do
	"$tool" build -v "$p" 2>&1 | grep ': note: reading '
done
