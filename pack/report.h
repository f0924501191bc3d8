// report.h - what nearcall tells about a package besides problems.
#ifndef NEARCALL_REPORT_H
#define NEARCALL_REPORT_H

#include "product.h"

// report_stack prints the call tree of each entry with its bytes.
bool report_stack(struct build *b, const struct product *p, FILE *out);

#endif
