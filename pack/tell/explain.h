// explain.h - the pages of the codes, for people.
#ifndef NEARCALL_EXPLAIN_H
#define NEARCALL_EXPLAIN_H

#include <stdbool.h>
#include <stdio.h>

// explain_all lists all codes with their titles.
void explain_all(FILE *out);

// explain writes the page of a code: "NC3002", "nc3002" or "3002". Returns false
// if there is none.
bool explain(const char *code, FILE *out);

#endif
