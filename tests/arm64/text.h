// text.h - what LLVM prints of an instruction's place in memory, against what our decoder says of it.
#ifndef NEARCALL_TEST_TEXT_H
#define NEARCALL_TEST_TEXT_H

#include "model/insn.h"

// text_differs is what the text says otherwise of places, or NULL.
const char *text_differs(const char *text, const struct insn *in);

#endif
