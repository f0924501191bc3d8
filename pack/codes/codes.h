// codes.h - every diagnostic that nearcall can give: its code, and a page about it.
//
// A code is for ever: the number of one that is given up is not given again.
// The lists, one per part of the tool, are all that is known of a code: the
// enum, `nearcall explain`, SARIF's rules and the manual's table are made of them.
#ifndef NEARCALL_CODES_H
#define NEARCALL_CODES_H

#include <stddef.h>

#define CODE_FORMAT "NC%04d"

#define CODE(name, number, title, why, example, way) NC_##name = number,
enum nc_code {
#include "codes/list.h"
};
#undef CODE

struct page {
	enum nc_code code;
	const char *title;
	const char *why;     // what is wrong with it, or why it is so
	const char *example; // lines that provoke it: Go's are directives and functions, C's are the others
	const char *way;     // the way out, which is the hint where none fits better
};

// code_page returns the page of a code; NULL if there is none.
const struct page *code_page(enum nc_code code);

// code_pages returns all pages, by number, and how many there are.
const struct page *code_pages(size_t *n);

#endif
