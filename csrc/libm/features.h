/* features.h: the two words that musl's sources are written with, beside what the C library's headers ask for. */
#ifndef NEARCALL_LIBM_FEATURES_H
#define NEARCALL_LIBM_FEATURES_H

#include_next <features.h>

#define hidden __attribute__((visibility("hidden")))
#define weak_alias(old, new) extern __typeof(old) new __attribute__((weak, alias(#old)))

#endif
