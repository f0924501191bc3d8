#!/bin/bash
# right: each is refused with a hint of its own, and none with the general one
. "$(dirname "$0")/../lib.sh"
for call in 'malloc(n)' 'free(p)' 'printf("%d", (int)n)' 'snprintf(p, n, "x")' 'errno = 1' 'setjmp((void *)p)' \
	'pthread_mutex_lock((void *)p)' 'sin(n)' 'lgammaf(n)' 'isdigit(n)' 'qsort(p, n, 1, 0)' 'exit(1)' 'time(0)' 'getenv(p)' \
	'__memcpy_chk(p, p, n, 8)'; do # a call that gives nothing becomes 1
	printf '#define _GNU_SOURCE\n#include <ctype.h>\n#include <errno.h>\n#include <math.h>\n#include <pthread.h>\n#include <setjmp.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <time.h>\nvoid *__memcpy_chk(void *, const void *, size_t, size_t);\nlong f(char *p, long n)\n{\n\tlong r = (long)(%s);\n\treturn r;\n}\n' "$call" |
		sed 's/(long)(free(p))/(free(p), 1)/; s/(long)(qsort(\(.*\)));/(qsort(\1), 1);/; s/(long)(exit(1))/(exit(1), 1)/' >p/csrc/a.c
	out=$($NC build p 2>&1) && { echo "$call is accepted"; exit 1; }
	grep -q 'a.c:13.*error: f \(needs\|uses\) ' <<<"$out" || { echo "$call: $out"; exit 1; }
	if grep -q 'hint: there is no libc' <<<"$out"; then echo "$call: the general hint: $out"; exit 1; fi
done
