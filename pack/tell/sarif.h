// sarif.h - messages in the Static Analysis Results Interchange Format, version
// 2.1.0, which code hosts show beside the lines of a change.
#ifndef NEARCALL_SARIF_H
#define NEARCALL_SARIF_H

#include "tell/message.h"

// sarif_keep appends the diagnostics to all, as copies that all's arena owns.
void sarif_keep(struct diags *d, struct messages *all);

// sarif_text is the file of one run, which ends with that status.
const char *sarif_text(const struct messages *all, int status);

#endif
