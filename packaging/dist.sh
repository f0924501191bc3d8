#!/bin/sh
# Packs what make install has installed, statically linked, for any Linux: packaging/dist.sh NAME FOLDER OUT
# FOLDER is the prefix that it was installed into, OUT the folder for NAME.tar.gz, whose only folder is NAME.
set -eu
name=$1 folder=$(cd "$2" && pwd) out=$3
mkdir -p "$out"
out=$(cd "$out" && pwd)

file -b "$folder/bin/nearcall" | grep -q 'statically linked' || { echo "dist: the tool is not static" >&2; exit 1; }
strip "$folder/bin/nearcall"

# What is linked into the tool has licences of its own: Debian's words on each are carried along.
licences=$folder/share/doc/nearcall/licences
mkdir -p "$licences"
cp LICENSE CHANGELOG.md "$folder/share/doc/nearcall/"
for package in libelf-dev libdw-dev libjansson-dev libssl-dev libzydis-dev libzycore-dev libiberty-dev zlib1g-dev libbz2-dev \
	liblzma-dev libc6-dev libgcc-12-dev; do
	for doc in "/usr/share/doc/$package/copyright" /usr/share/doc/"${package%-[0-9]*-dev}"*/copyright; do
		[ -e "$doc" ] || continue
		cp "$doc" "$licences/${package%-dev}"
		break
	done
done
for needed in libelf libdw libjansson libssl libzydis libiberty; do
	[ -e "$licences/$needed" ] || { echo "dist: /usr/share/doc has no copyright of $needed" >&2; exit 1; }
done

# The same tree gives the same bytes.
[ -n "${SOURCE_DATE_EPOCH-}" ] || SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)
tar -C "$folder" --transform "s|^\.|$name|" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
	-cf - . | gzip -9n >"$out/$name.tar.gz.new"
mv "$out/$name.tar.gz.new" "$out/$name.tar.gz"
echo "$out/$name.tar.gz"
