#!/bin/sh
# Lays the sources of musl, as Debian has them, into DIR: tests/libm/fetch.sh DIR
# apt's own lists of binary packages are left alone.
set -eu
mkdir -p "$1"
cd "$1"
[ ! -e src/math/sin.c ] || exit 0
work=$PWD/fetch
rm -rf "$work"
mkdir -p "$work/sources" "$work/lists/partial"
for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
	[ ! -e "$f" ] || sed 's/^Types:.*/Types: deb-src/; s/^deb /deb-src /' "$f" >"$work/sources/${f##*/}"
done
get() {
	apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" \
		-o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root "$@"
}
get update
(cd "$work" && get source --download-only musl)
tar -xf "$work"/musl_*.orig.tar.[gx]z --strip-components=1
rm -rf "$work"
