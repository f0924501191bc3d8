/*
 * panic.h: how C gives up. The load from nil is a run-time panic to Go, which
 * recover catches, and whose trace has the C functions and lines.
 */
#ifndef NEARCALL_RT_PANIC_H
#define NEARCALL_RT_PANIC_H

static inline __attribute__((always_inline, noreturn)) void panic(void)
{
	const volatile char *nil = 0;

	__asm__("" : "+r"(nil)); /* what the compiler knows to be nil it may take for unreachable */
	(void)*nil;
	__builtin_trap();
}

#endif
