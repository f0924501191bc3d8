#!/bin/bash
# Is the curve's code constant-time, and within its stack bound? Speaks TAP.
#
#	tests/ct/run.sh
#
# What is looked at is the image as nearcall ships it, taken out of an archive that nearcall packs: C and, when
# make dalek has been run, Rust. Leaks planted into copies of the C must be found.
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD
package=gostubs/edwards25519
functions='scalar_base_mult scalar_reduce scalar_mul_add'
work=$top/build/ct
rust=build/dalek/release/libnearcall_dalek.a

n=0 status=0
ok() { echo "ok $((++n)) - $*"; }
not_ok() { # NAME LOGFILE
	echo "not ok $((++n)) - $1"
	head -n 40 "$2" | sed 's/^/# /'
	status=1
}

# Links the harness with the image of a package's archive: DIR/harness.
harness() { # MODULE PACKAGE DIR
	mkdir -p "$3"
	(cd "$1" && "$top/build/nearcall" archive -o "$3/package.a" "$2") || return 1
	(cd "$3" && go tool pack x package.a image_amd64.o) || return 1
	local names=()
	for f in $functions; do
		names+=("-Wl,--defsym=$f=$(nm "$3/image_amd64.o" | sed -n "s/.* T \(nearcall_.*_$f\)$/\1/p")")
	done
	gcc -O1 -g -Wall -Wextra "${names[@]}" -o "$3/harness" tests/ct/harness.c "$3/image_amd64.o" -z noexecstack
}

# Status 99: memcheck has found a branch or an address that depends on a secret.
memcheck() { # DIR FUNCTION
	valgrind -q --error-exitcode=99 "$1/harness" ct "$2" >"$1/log" 2>&1
}

check() { # NAME PACKAGE
	local dir=$work/$1 used bound
	if ! harness "$top" "$2" "$dir" >"$dir.log" 2>&1; then
		not_ok "$1: build" "$dir.log"
		return
	fi
	build/nearcall stack "$2" >"$dir/stack"
	for f in $functions; do
		if memcheck "$dir" "$f"; then
			ok "$1: $f is constant-time"
		else
			not_ok "$1: $f is constant-time" "$dir/log"
		fi
		# The first line of a function's tree has its bound; its name is that of Go.
		bound=$(sed -nE "s/^.*\.$(sed -E 's/(^|_)(.)/\u\2/g' <<<"$f"): ([0-9]+) bytes of stack.*/\1/p" "$dir/stack")
		used=$("$dir/harness" stack "$f")
		if [ -n "$bound" ] && [ "$used" -gt 0 ] && [ "$used" -le "$bound" ]; then
			ok "$1: $f uses $used bytes of stack; the bound is $bound"
		else
			echo "$used bytes were used" >"$dir/log"
			not_ok "$1: $f stays within its stack bound of $bound" "$dir/log"
		fi
	done
}

# A leak in a copy of the C: FUNCTION must then fail, and for that reason.
planted() { # NAME FUNCTION FILE SEDSCRIPT
	local dir=$work/planted-$n
	mkdir -p "$dir/src/gostubs"
	cp -R go.mod csrc "$dir/src"
	cp -R "$package" "$dir/src/gostubs"
	sed -i "$4" "$dir/src/csrc/edwards25519/$3"
	if cmp -s "csrc/edwards25519/$3" "$dir/src/csrc/edwards25519/$3"; then
		echo "the script changes nothing: $4" >"$dir/log"
		not_ok "planted: $1" "$dir/log"
	elif ! harness "$dir/src" "$package" "$dir" >"$dir/log" 2>&1; then
		not_ok "planted: $1" "$dir/log"
	else
		local got=0
		memcheck "$dir" "$2" || got=$?
		if [ $got = 99 ] && grep -Eq 'depends on uninitialised|Use of uninitialised' "$dir/log"; then
			ok "planted: $1 is found"
		else
			not_ok "planted: $1 is found" "$dir/log"
		fi
	fi
}

rm -rf "$work"
mkdir -p "$work"
check C "$package"
if [ -e "$rust" ]; then
	check dalek "$package/dalek"
else
	ok "dalek # SKIP $rust is not there: make dalek"
fi
planted "an address: only the row's entry wanted is read" scalar_base_mult scalar_base_mult.c \
	's/(const vec \*)&row\[j\]/(const vec *)\&row[(index + COLUMNS - 1) % COLUMNS]/'
planted "a branch: nothing is added for some digit" scalar_base_mult scalar_base_mult.c \
	's/^\t\t\tplus(&p, pick(/\t\t\tif (hide(fives[i]) != 3) plus(\&p, pick(/'
planted "a branch: the order is only added where it is missing" scalar_reduce scalar.c \
	's/^\tadd(x, order, 4, missing);/\tif (missing) add(x, order, 4, all);/'
echo "1..$n"
exit $status
