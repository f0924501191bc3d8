#!/bin/sh
# Builds the archive behind gostubs/edwards25519/dalek, and the loop that bench/edwards25519 compares it with:
# build/dalek/release/libnearcall_dalek.a and build/dalek/release/loop.
set -eu
cd "$(dirname "$0")"
export CARGO_TARGET_DIR="$PWD/../../build/dalek"
exec cargo build --quiet --release --locked --workspace
