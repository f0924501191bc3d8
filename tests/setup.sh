#!/bin/sh
# Installs what nearcall needs and this machine lacks, and says what. Silent when all is there.
#
#	tests/setup.sh tool|tests [FILE]
#
# tool is what building and using nearcall takes; it never changes where apt gets packages from. tests is all that
# the tests, the demo and the benchmarks take besides, bookworm-backports for Go included.
# FILE gets a makefile fragment that puts a new enough Go first in PATH. It is replaced only when it changes.
set -eu

case "${1-}" in
tool | tests) set_wanted=$1 && shift ;;
*) echo "usage: tests/setup.sh tool|tests [FILE]" >&2 && exit 2 ;;
esac

root=$(cd "$(dirname "$0")/.." && pwd)
log=$root/build/setup.log
need_minor=$(sed -n 's/^go 1\.\([0-9]*\).*/\1/p' "$root/go.mod")
packages='' # Debian packages to install
reasons=''  # "package (why)", for people

want() { # PACKAGE WHY
	packages="$packages $1"
	reasons="$reasons${reasons:+, }$1 ($2)"
}

have() { command -v "$1" >/dev/null 2>&1; }

can_install() { have apt-get && [ "$(id -u)" = 0 ]; }

# Programs are looked for by name and libraries by header, so that what did not come from apt counts too.
find_missing() {
	packages='' reasons=''
	have gcc || want gcc "builds the tool"
	have ld || want binutils "reduces and links images"
	[ -e /etc/ssl/certs/ca-certificates.crt ] || [ ! -e /etc/debian_version ] ||
		want ca-certificates "https, for Go's modules"
	# The tool can be built without clang, and used with another compiler.
	have clang || { [ "$set_wanted" = tool ] && ! can_install; } || want clang "compiles the C that nearcall packs"
	headers=$tool_headers
	if [ "$set_wanted" = tests ]; then
		find_missing_of_tests
		headers="$headers
$test_headers"
	fi
	missing_headers
}

find_missing_of_tests() {
	have xxhsum || want xxhash "xxhsum, to check the demo against"
	have valgrind || want valgrind "the constant-time check"
	have csmith || want csmith "random C functions for the stack tests"
	have zsh || want zsh "its completion"
	have fish || want fish "its completion"
	have mandoc || want mandoc "reads the manual page"
	have dpkg-shlibdeps || want dpkg-dev "makes the Debian package"
	have file || want file "tells a static program from another"
	have strace || want strace "kills the tool between two system calls"
	have qemu-x86_64 || want qemu-user "processors of other models, for CPU levels, and arm64"
	have aarch64-linux-gnu-ld || want binutils-aarch64-linux-gnu "links C for arm64"
	have aarch64-linux-gnu-gcc || want gcc-aarch64-linux-gnu "compiles C for arm64, as clang does"
	have llvm-config && [ -e "$(llvm-config --includedir)/llvm/MC/MCInst.h" ] ||
		want llvm-dev "LLVM's disassembler, which the decoder for arm64 is compared with"
	[ -e /usr/aarch64-linux-gnu/include/stdio.h ] || want libc6-dev-arm64-cross "the C library's headers for arm64"
	[ -e /usr/include/csmith/csmith.h ] || want libcsmith-dev "the headers of those"
	if have clang; then
		# The library's path says whether it is there for this very clang.
		builtins=$(clang --rtlib=compiler-rt -print-libgcc-file-name 2>/dev/null || true)
		asan=$(ls "${builtins%/*}"/libclang_rt.asan*.a 2>/dev/null || true)
		if [ ! -e "$builtins" ] || [ -z "$asan" ]; then
			major=$(clang -dumpversion | cut -d. -f1)
			want "libclang-rt-$major-dev" "compiler-rt: builtins and sanitizers"
		fi
	else
		want libclang-rt-dev "compiler-rt: builtins and sanitizers"
	fi
}

tool_headers='stdio.h libc6-dev C library headers
gelf.h libelf-dev reads and writes ELF
elfutils/libdw.h libdw-dev reads DWARF
jansson.h libjansson-dev reads JSON
openssl/sha.h libssl-dev hashes files
Zydis/Zydis.h libzydis-dev decodes x86-64
capstone/capstone.h libcapstone-dev writes arm64 instructions into comments
libiberty/demangle.h libiberty-dev reads Rust names'
test_headers='cmocka.h libcmocka-dev runs the C unit tests
unicorn/unicorn.h libunicorn-dev steps through arm64 code that is made to break the proof
xxhash.h libxxhash-dev the C of the xxh3 demo'

# The preprocessor answers for all headers at once; without one, all of them are wanted.
missing_headers() {
	absent=$(echo "$headers" | cut -d' ' -f1)
	if have gcc; then
		absent=$(echo "$absent" | sed 's|.*|#if !__has_include(<&>)\n"&"\n#endif|' | gcc -E -P -x c - | tr -d '"')
	fi
	for header in $absent; do
		line=$(echo "$headers" | grep "^$header ")
		line=${line#* }
		want "${line%% *}" "${line#* }"
	done
}

# shellcheck disable=SC2012 # no odd names there
# Sets $go to the first Go that is new enough: PATH, go.dev's place, Debian's versioned packages.
find_go() {
	for go in go /usr/local/go/bin/go $(ls -d /usr/lib/go-*/bin/go 2>/dev/null | sort -rV); do
		minor=$(cd / && GOTOOLCHAIN=local "$go" version 2>/dev/null |
			sed -n 's/.*go1\.\([0-9]*\).*/\1/p') || minor=''
		[ -n "$minor" ] && [ "$minor" -ge "$need_minor" ] && return 0
	done
	go=''
	return 1
}

# Prints the Debian package that holds a new enough Go, or nothing.
go_package() {
	default=$(apt-cache policy golang-go | sed -n 's/.*Candidate: .*:1\.\([0-9]*\).*/\1/p')
	if [ -n "$default" ] && [ "$default" -ge "$need_minor" ]; then
		echo golang-go
		return
	fi
	apt-cache pkgnames golang-1. | grep -E '^golang-1\.[0-9]+-go$' | sort -V | while read -r name; do
		minor=${name#golang-1.}
		minor=${minor%-go}
		# A name can be known without a version to install.
		if [ "$minor" -ge "$need_minor" ] && apt-cache policy "$name" | grep -q 'Candidate: [0-9]'; then
			echo "$name"
			break
		fi
	done
}

# bookworm's own Go is 1.19; its backports have 1.23. They never replace installed packages by themselves.
enable_backports() {
	list=/etc/apt/sources.list.d/nearcall-bookworm-backports.list
	if [ "$set_wanted" = tool ]; then
		echo "setup: bookworm has no Go 1.$need_minor, its backports have one. Either" >&2
		echo "setup:   install Go from https://go.dev/dl/ in /usr/local/go, or anywhere in PATH," >&2
		echo "setup:   or: echo 'deb http://deb.debian.org/debian bookworm-backports main' >$list" >&2
		echo "setup:   or let nearcall add that file: tests/setup.sh tests" >&2
		fail "plain make does not change where apt gets packages from"
	fi
	echo "adding: $list (bookworm-backports, because bookworm has no Go 1.$need_minor)"
	cat >"$list" <<-END
		# Written by nearcall's tests/setup.sh, for golang-1.23-go. Remove it at will.
		deb http://deb.debian.org/debian bookworm-backports main
	END
}

quietly() { # COMMAND...
	"$@" >>"$log" 2>&1
}

apt() { # ARGUMENTS...
	DEBIAN_FRONTEND=noninteractive quietly apt-get -qy -o DPkg::Lock::Timeout=300 "$@"
}

fail() {
	echo "setup: $1" >&2
	exit 1
}

install_all() {
	mkdir -p "$root/build"
	: >"$log"
	# A broken source of someone else's need not matter; what does will show at the install.
	apt update || true
	if [ -z "$go" ]; then
		name=$(go_package)
		# shellcheck disable=SC1091
		if [ -z "$name" ] && [ "$(. /etc/os-release && echo "${VERSION_CODENAME-}")" = bookworm ]; then
			enable_backports
			apt update || true
			name=$(go_package)
		fi
		[ -n "$name" ] || fail "apt has no Go 1.$need_minor or newer: install one from https://go.dev/dl/"
		want "$name" "Go, builds the part that reads Go"
	fi
	echo "installing: $reasons"
	# shellcheck disable=SC2086
	apt install --no-install-recommends $packages || {
		tail -n 20 "$log" >&2
		fail "apt-get could not install:$packages (whole log: $log)"
	}
	find_missing
	[ -z "$packages" ] || fail "installed, but still not usable: $reasons"
	find_go || fail "installed, but no Go 1.$need_minor or newer runs (is /proc mounted?)"
}

find_missing
find_go || true
if [ -n "$packages" ] || [ -z "$go" ]; then
	if ! can_install; then
		[ -n "$go" ] || reasons="$reasons${reasons:+, }Go 1.$need_minor or newer"
		echo "setup: missing: $reasons" >&2
		if have apt-get; then
			echo "setup: run as root: tests/setup.sh $set_wanted" >&2
			[ -z "$packages" ] || echo "setup: or yourself: apt-get install --no-install-recommends$packages" >&2
		else
			echo "setup: the names are Debian's: install what your system calls them" >&2
		fi
		[ -n "$go" ] || echo "setup: Go: https://go.dev/dl/ in /usr/local/go, or anywhere in PATH" >&2
		exit 1
	fi
	install_all
fi
have clang || echo "setup: clang is not here, which nearcall compiles C with: install it, or set CC when you use nearcall" >&2

[ $# -gt 0 ] || exit 0
mkdir -p "$(dirname "$1")"
if [ "$go" = go ]; then
	echo '# The Go in PATH will do.'
else
	echo "export PATH := ${go%/*}:\$(PATH)"
fi >"$1.$$"
if cmp -s "$1.$$" "$1"; then
	rm "$1.$$"
else
	mv "$1.$$" "$1"
fi
