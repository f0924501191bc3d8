/* calls.h: the functions of this folder that others of it call. */
#ifndef NEARCALL_RT_CALLS_H
#define NEARCALL_RT_CALLS_H

#include <stddef.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t n);
void *memset(void *dst, int c, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);

#endif
