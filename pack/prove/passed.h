// passed.h - which functions get nothing passed on the stack.
#ifndef NEARCALL_PASSED_H
#define NEARCALL_PASSED_H

#include "arch/arch.h"
#include "model/image.h"
#include "model/proof.h"

// passed_in_registers tells whether all that the function f is passed is in registers, by its
// prototype in the debug information and the C ABI. open: others than functions of the image may
// call it, so that no optimizer has changed how it is called. False: it is not known.
bool passed_in_registers(const struct arch *arch, const struct image *img, const struct proven *f, bool open);

#endif
