// language.h - what the compiler is told besides, by the language of a source.
#ifndef NEARCALL_LINK_LANGUAGE_H
#define NEARCALL_LINK_LANGUAGE_H

#include "link/toolchain.h"

// language_prepare writes, into the build's folder, what language_flags refers to;
// false after reporting.
bool language_prepare(struct build *b);

// language_flags adds what sources of that name's extension need.
void language_flags(struct build *b, const struct toolchain *t, const char *source, struct argv *v);

// language_takes tells whether the flag is for the language of the source: -std= is for one alone.
bool language_takes(const char *source, const char *flag);

// language_has_rule tells whether the compiler writes a make rule for the source:
// it reads assembly that is not preprocessed as it is.
bool language_has_rule(const char *source);

#endif
