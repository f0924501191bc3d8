#!/bin/sh
# valgrind.sh: runs unit tests under Valgrind; what it says, and what fails, is shown. The exit status is 1 then.
#
# usage: tests/valgrind.sh TEST...
#
# Leaks are none: the tests let their exit free what they hold.
set -u
status=0
for t; do
	if nice valgrind -q --error-exitcode=9 --leak-check=no --track-origins=yes "$t" >"$t.valgrind" 2>&1; then
		echo "valgrind ${t##*/}: ok"
	else
		status=1
		echo "valgrind ${t##*/}: status $?, the whole in $t.valgrind" && grep -E '^==|ERROR|FAILED' "$t.valgrind" | head -n 30
	fi
done
exit $status
