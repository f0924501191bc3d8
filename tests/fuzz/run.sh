#!/bin/sh
# run.sh: fuzz each target.
#
# usage: tests/fuzz/run.sh FUZZER SECONDS [TARGET...]
#
# Starts from corpus/TARGET and from what earlier runs have learnt, which
# stays in build/fuzz/. Findings go to build/fuzz/found; the exit status is 1
# when there are some. Copy one to corpus/TARGET once it is mended.
set -u
fuzzer=$(realpath "$1") seconds=$2
shift 2
here=$(dirname "$(realpath "$0")")
[ $# -gt 0 ] || set -- bind code code64 edit fuse image json objfile program text
# What earlier runs have learnt, without what others of it cover.
minimise() {
	rm -rf "$corpus.less" && mkdir -p "$corpus.less"
	NEARCALL_FUZZ=$target nice -n 15 "$fuzzer" -merge=1 -timeout=10 -rss_limit_mb=2560 "$corpus.less" "$here/corpus/$target" \
		"$corpus" >"$log.merge" 2>&1 || return 0 # what was learnt stays as it is
	rm -rf "$corpus" && mv "$corpus.less" "$corpus"
}

found=build/fuzz/found
mkdir -p "$found"
status=0
for target; do
	case $target in
	bind) options="-max_len=512 -dict=$here/text.dict" ;;
	code | code64) options="-max_len=1536" ;;
	fuse) options="-max_len=256" ;;
	image) options="-max_len=32768" ;;
	json) options="-max_len=16384 -dict=$here/json.dict" ;;
	edit | objfile) options="-max_len=12000" ;;
	program) options="-max_len=768" ;;
	text) options="-max_len=2048 -dict=$here/text.dict" ;;
	*)
		echo "run.sh: there is no target $target" >&2
		exit 2
		;;
	esac
	corpus=build/fuzz/corpus/$target log=build/fuzz/$target.log
	mkdir -p "$corpus"
	echo "fuzz $target: $seconds s"
	# shellcheck disable=SC2086 # the options are words
	if ! NEARCALL_FUZZ=$target nice -n 15 "$fuzzer" -timeout=10 -rss_limit_mb=2560 -max_total_time="$seconds" \
		-print_final_stats=1 -artifact_prefix="$found/$target-" $options "$corpus" "$here/corpus/$target" >"$log" 2>&1; then
		status=1
		grep -E 'runtime error|^fuzz:|ERROR|SUMMARY|Test unit written' "$log"
	fi
	grep -E ' cov: ' "$log" | tail -n 1
	minimise
	grep -E 'number_of_executed_units' "$log"
done
# Go's own fuzzing, of the part that reads Go. Its findings lie in pack/godecl/testdata/fuzz.
for target in $(sed -n 's/^func \(Fuzz[A-Za-z]*\)(f .*/\1/p' "$here"/../../pack/godecl/*_test.go); do
	echo "fuzz $target: $seconds s"
	(cd "$here/../../pack/godecl" && nice -n 15 go test -run '^$' -fuzz "^$target\$" -fuzztime "${seconds}s" .) >"build/fuzz/$target.log" 2>&1 ||
		{ status=1 && cat "build/fuzz/$target.log"; }
	grep execs "build/fuzz/$target.log" | tail -n 1
done
exit $status
