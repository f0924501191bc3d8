#!/bin/sh
# Builds Zydis as a static library, which Debian does not have, from Debian's source: packaging/zydis.sh DIR
# DIR gets libZydis.a. Does nothing if it is there. Of Zycore it needs the headers alone, which are installed.
set -eu
mkdir -p "$1"
cd "$1"
[ ! -e libZydis.a ] || exit 0
work=$PWD/fetch
rm -rf "$work"
mkdir -p "$work/sources" "$work/lists/partial"
for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
	[ ! -e "$f" ] || sed 's/^Types:.*/Types: deb-src/; s/^deb /deb-src /' "$f" >"$work/sources/${f##*/}"
done
# apt's own lists of binary packages are left alone.
get() {
	apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" \
		-o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root "$@"
}
get update
(cd "$work" && get source --download-only "zydis=$(dpkg-query -W -f '${source:Version}' libzydis-dev)")
tar -xf "$work"/zydis_*.orig.tar.* -C "$work" --one-top-level=zydis --strip-components=1
mkdir "$work/obj"
find "$work/zydis/src" -name '*.c' | while read -r c; do
	"${CC:-gcc}" -O2 -w -DNDEBUG -DZYDIS_STATIC_BUILD -I"$work/zydis/include" -I"$work/zydis/src" \
		-c -o "$work/obj/$(basename "$c" .c).o" "$c"
done
ar rcs libZydis.new "$work"/obj/*.o
rm -rf "$work"
mv libZydis.new libZydis.a
