/* abort: end the C call with a panic of Go's. */
#include "panic.h"

__attribute__((noreturn)) void abort(void)
{
	panic();
}
