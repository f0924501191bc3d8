/*
 * __assert_fail: what glibc's and musl's assert calls where a condition does
 * not hold. The words go unread; Go's trace has the file and the line.
 */
#include "panic.h"

__attribute__((noreturn)) void __assert_fail(const char *condition, const char *file, unsigned line,
                                             const char *function)
{
	(void)condition, (void)file, (void)line, (void)function;
	panic();
}
