/*
 * csmith.h as a freestanding program sees it: the checked arithmetic, and
 * neither printf nor a checksum. Stands before csmith's own in the search path.
 */
#ifndef NEARCALL_CSMITH_H
#define NEARCALL_CSMITH_H

#include <float.h>
#include <limits.h>
#include <stdint.h>

#define STATIC static
#define UNDEFINED(val) (val)
#define LOG_INDEX
#define LOG_EXEC

/* Only what safe_math.h says about floating point needs these. */
#define fabs __builtin_fabs
#define fabsf __builtin_fabsf
#define ldexp __builtin_ldexp

/* PREFIX is the program's: the functions of a batch have names of their own. */
#define JOIN(a, b) a##_safe_##b
#define JOIN_EXPANDED(a, b) JOIN(a, b)
#define FUNC_NAME(x) (JOIN_EXPANDED(PREFIX, x))
#include "safe_math.h"
#undef FUNC_NAME

#define INT_BIT (sizeof(int) * CHAR_BIT)
#define _CSMITH_BITFIELD(x) (((x) > INT_BIT) ? ((x) % INT_BIT) : (x))

#endif
