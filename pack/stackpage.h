// stackpage.h - what `nearcall stack -html` writes: one page that needs nothing else.
#ifndef NEARCALL_STACKPAGE_H
#define NEARCALL_STACKPAGE_H

#include "arch/arch.h"
#include "base/buf.h"
#include "model/product.h"

#include <stdio.h>

// A page while it is made: each architecture and level is one view of it.
struct stackpage {
	struct arena *arena; // of the page, which outlives the builds
	const char *package; // NULL: nothing has been added
	struct buf choices, rules, views;
	int n;
};

void stackpage_open(struct stackpage *page);

// stackpage_add adds the views of a package for one architecture.
void stackpage_add(struct stackpage *page, const struct arch *arch, const struct product *p);

// stackpage_close writes the page, if anything has been added, and frees what it holds.
void stackpage_close(struct stackpage *page, FILE *out);

#endif
