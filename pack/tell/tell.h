// tell.h - where diagnostics go: to people, as text on standard error; to
// programs, as a line of JSON each on standard output; to code hosts, as SARIF.
#ifndef NEARCALL_TELL_H
#define NEARCALL_TELL_H

#include "tell/message.h"

#include <stdbool.h>

struct tell {
	bool json;           // a line each on standard output, and no text
	const char *sarif;   // the file to write in the end; or NULL
	struct messages all; // what has been said, if that is for SARIF
};

// tell_open begins. sarif may be NULL.
void tell_open(struct tell *t, bool json, const char *sarif);

// tell_diags says what there is to be said of one package; NULL says it as text.
void tell_diags(struct tell *t, struct diags *d);

// tell_close writes the SARIF file, if one is wanted, for a run that ends with
// that status. Returns the status, or that of a failure, which it reports.
int tell_close(struct tell *t, int status);

#endif
