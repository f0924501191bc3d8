// diag.h - problems travel up as data and are printed in one place.
#ifndef NEARCALL_DIAG_H
#define NEARCALL_DIAG_H

#include "base/arena.h"
#include "codes/codes.h"

#include <stdio.h>

// A place in a source file. line and col are 1-based; 0 means "not known".
struct pos {
	const char *file;
	int line, col;
};

// Exit statuses of the tool (docs/manual.md, Commands).
enum exit_status { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_TOOL = 3 };

// Another place that a message is about.
struct related {
	struct pos pos;
	const char *message;
};

struct diag {
	enum nc_code code; // what kind of message it is (codes/codes.h)
	struct pos pos;
	const char *message; // NULL: detail is all there is
	const char *hint;   // what to do; an error always has one, a note may have NULL
	const char *detail; // another program's own words, printed verbatim; or NULL
	VEC(struct related) related;
	enum exit_status status;
	size_t order; // of arrival, which breaks ties when sorting
};

struct diags {
	struct arena *arena;
	VEC(struct diag) list;
	size_t warnings; // how many diag_words have brought
};

// diag_refuse records that the input is refused (exit status 1). A hint of NULL
// is that of the code. The returned entry may be given a detail; it is valid
// until the next call.
struct diag *diag_refuse(struct diags *d, enum nc_code code, struct pos pos, const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

// diag_tool records that a tool is missing or failed (exit status 3).
struct diag *diag_tool(struct diags *d, enum nc_code code, const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

// diag_note records what is worth knowing and no error.
struct diag *diag_note(struct diags *d, enum nc_code code, struct pos pos, const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

// diag_relate adds another place to a message, which its text has said already:
// this is for machines.
void diag_relate(struct diags *d, struct diag *e, struct pos pos, const char *message);

// diag_words records another program's own words, n warnings, which stand for
// themselves and are no error.
void diag_words(struct diags *d, enum nc_code code, struct pos pos, const char *words, size_t n);

// diag_status is the exit status that the diagnostics ask for: the worst one.
enum exit_status diag_status(const struct diags *d);

// diag_sort orders all diagnostics by file, line and column.
void diag_sort(struct diags *d);

// diag_print writes all diagnostics, ordered by file, line and column, each
// as `file:line:col: error: message [NC1234]` (or `note:`) and an indented `hint:` line.
void diag_print(struct diags *d, FILE *out);

#endif
