#!/bin/sh
# coverage.sh: the lines of the tool that its tests run, by folder, as a page.
#
# usage: tests/coverage.sh BUILD PAGE SUITE...
#
# BUILD is a build of this tree with --coverage, unit tests included: they are run, and then the Go packages SUITE,
# with the tool of that build. A process that is killed, or ends by _exit, has not told what it has run.
set -eu
build=$1 page=$2
shift 2
find "$build" -name '*.gcda' -delete
for t in "$build"/unit/*_test; do
	nice "$t" >/dev/null 2>&1 || echo "coverage: $t fails"
done
[ $# = 0 ] || NEARCALL=$build/nearcall nice go test -count=1 -short -timeout 20m "$@" >"$build/suites.log" 2>&1 ||
	echo "coverage: some of the suites fail: $build/suites.log"
find "$build/obj/pack" "$build/obj/trampolines" -name '*.gcda' | while read -r data; do
	gcov -n -o "${data%/*}" "$data" 2>/dev/null
done | awk -v q="'" '
	/^File / { file = $2; gsub(q, "", file) }
	/^Lines executed:/ && file ~ /^(pack|trampolines)\/.*\.c$/ {
		split($0, part, /[:% ]+/)
		n = part[5]; of = file; sub(/\/[^\/]*$/, "", of)
		lines[of] += n; run[of] += n * part[3] / 100
		all += n; allrun += n * part[3] / 100
		file = ""
	}
	END {
		for (f in lines)
			printf "%s %d %.1f\n", f, lines[f], 100 * run[f] / lines[f]
		if (all) printf "~all %d %.1f\n", all, 100 * allrun / all
	}' | LC_ALL=C sort >"$build/coverage.txt"
{
	echo '# Lines of the tool that tests run'
	echo
	echo 'By `make coverage`, with gcov: the C unit tests, and the Go suites'
	printf '`%s`' "$1" && shift && [ $# = 0 ] || printf ', `%s`' "$@"
	echo ' in their short form. What the unit tests,'
	echo 'fuzz corpora and other suites run besides is not counted.'
	echo
	echo '| folder | lines | run |'
	echo '|---|---|---|'
	sed 's/^~all/all/; s/^\([^ ]*\) \([0-9]*\) \(.*\)/| \1 | \2 | \3 % |/' "$build/coverage.txt"
} >"$page"
tail -n 1 "$page"
