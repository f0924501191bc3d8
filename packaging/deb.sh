#!/bin/sh
# Makes a Debian package of what make install installs: packaging/deb.sh VERSION FOLDER OUT
# FOLDER is where it was installed with DESTDIR and PREFIX=/usr, OUT the folder for the package.
set -eu
version=$1 folder=$(cd "$2" && pwd) out=$3
doc=$folder/usr/share/doc/nearcall
mkdir -p "$doc" "$folder/DEBIAN" "$out"
out=$(cd "$out" && pwd)
cp LICENSE "$doc/copyright"
strip "$folder/usr/bin/nearcall"
# Debian's zsh looks here for what packages bring.
mv "$folder/usr/share/zsh/site-functions" "$folder/usr/share/zsh/vendor-completions"
gzip -9nc CHANGELOG.md >"$doc/changelog.gz"
gzip -9nf "$folder"/usr/share/man/man1/*.1

# What the tool is linked with, as the packages that have it, at the versions that they have it from.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/debian"
printf 'Source: nearcall\nPackage: nearcall\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O -e"$folder/usr/bin/nearcall" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$libraries" ] || { echo "deb: dpkg-shlibdeps found no libraries" >&2; exit 1; }

# Go is not needed from apt: many have it from go.dev, and Debian 12 has an older one outside of its backports.
cat >"$folder/DEBIAN/control" <<END
Package: nearcall
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The nearcall authors <nearcall@users.noreply.github.com>
Installed-Size: $(du -sk --exclude=DEBIAN "$folder" | cut -f1)
Depends: $libraries, binutils, clang | gcc
Recommends: golang-go (>= 2:1.23~) | golang-1.23-go | golang-1.24-go | golang-1.25-go | golang-1.26-go
Section: devel
Priority: optional
Homepage: https://github.com/nearcall/nearcall
Description: let Go call small freestanding C functions without cgo
 nearcall compiles the C of a Go package, proves how much stack it needs,
 checks the C prototypes against the Go declarations, and writes the machine
 code as Go assembly. Whoever imports the package needs Go and nothing else.
END
# The same tree gives the same bytes.
[ -n "${SOURCE_DATE_EPOCH-}" ] || SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)
export SOURCE_DATE_EPOCH
find "$folder" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$folder" "$out/nearcall_${version}_$(dpkg --print-architecture).deb"
