#!/bin/sh
# lint.sh: clang-tidy and cppcheck over the C of the tool and of the tests.
#
# usage: tests/lint.sh FILE.c...
#
# .clang-tidy says what clang-tidy looks for, tests/cppcheck.txt what cppcheck need not say, each with its reason. Not
# for the C of kernels, nor for what is wrong on purpose (testdata). The exit status is 1 if either finds something.
set -u
status=0
flags='-std=gnu17 -Ipack -I. -Itests/unit -DNEARCALL_VERSION="lint" -DNEARCALL_COMMIT=""'
log=build/lint.log
mkdir -p build/lint && echo '#define NEARCALL_COMMIT ""' >build/lint/commit.h
# shellcheck disable=SC2086 # the flags are words
printf '%s\n' "$@" | nice xargs -P "$(nproc)" -n 4 sh -c 'clang-tidy --quiet "$@" -- '"$flags"' -Ibuild/lint 2>/dev/null' sh >"$log" || status=1
grep -E '(error|warning): ' "$log" | sort -u
# shellcheck disable=SC2086
nice cppcheck -j "$(nproc)" -q --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 \
	--suppressions-list=tests/cppcheck.txt -Ipack -I. -DNEARCALL_VERSION='"lint"' "$@" 2>&1 || status=1
exit $status
