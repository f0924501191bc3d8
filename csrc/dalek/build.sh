#!/bin/sh
# Builds the archive behind gostubs/edwards25519/dalek, and the loop that bench/edwards25519 compares it with:
# build/dalek/release/libnearcall_dalek.a and build/dalek/release/loop.
#
# The flags, besides those in Cargo.toml:
#
#	curve25519_dalek_backend  only the serial code has no state about the CPU; for the base point's table the
#	                          others use it, too
#	relocation-model, target-cpu  what nearcall asks of C
#	max-store-memcpy          copies of points in line: on x86-64 rustc calls memcpy through the global offset table,
#	                          by R_X86_64_GOTPCREL, which the linker cannot make a direct call of
#	force-frame-pointers  rbp is a frame pointer, or Go's, wherever a fault may be met
#	remap-path-prefix         the same archive, wherever cargo keeps its sources
set -eu
cd "$(dirname "$0")"
export CARGO_TARGET_DIR="$PWD/../../build/dalek"
RUSTFLAGS='--cfg curve25519_dalek_backend="serial"'
RUSTFLAGS="$RUSTFLAGS -C relocation-model=pic -C target-cpu=x86-64 -C llvm-args=--max-store-memcpy=64"
RUSTFLAGS="$RUSTFLAGS -C force-frame-pointers=yes"
RUSTFLAGS="$RUSTFLAGS --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
export RUSTFLAGS
exec cargo build --quiet --release --locked --workspace
