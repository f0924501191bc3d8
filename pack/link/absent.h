// absent.h - what the reduced object wants and nothing defines.
#ifndef NEARCALL_ABSENT_H
#define NEARCALL_ABSENT_H

#include "model/build.h"

// absent_resolve changes the object at path in place. Undefined symbols lose their
// visibility, of which ld would say that they are not defined in words of its own:
// the audit knows who uses them. What is declared weak is a null pointer, as C has
// it, and a call of it a fault. False after reporting.
bool absent_resolve(struct build *b, const char *path);

#endif
