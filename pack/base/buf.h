// buf.h - growable text, for the files that are generated.
#ifndef NEARCALL_BUF_H
#define NEARCALL_BUF_H

#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t len, cap;
};

// buf_printf appends formatted text. p stays NUL-terminated once non-empty.
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
