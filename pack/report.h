// report.h - what `nearcall stack` prints.
#ifndef NEARCALL_REPORT_H
#define NEARCALL_REPORT_H

#include "model/product.h"

#include <stdio.h>

// report_stack prints the call tree of each entry: bytes per frame and in sum,
// the deepest path marked; in colour when asked. It keeps to 80 columns.
void report_stack(struct arena *a, const struct product *p, bool colour, FILE *out);

// report_stack_json prints the same facts as one JSON object on a line.
void report_stack_json(struct arena *a, const struct product *p, FILE *out);

#endif
