// functext.h - placed C functions as Go assembly: one TEXT for each.
#ifndef NEARCALL_FUNCTEXT_H
#define NEARCALL_FUNCTEXT_H

#include "place/fuse.h"
#include "model/placement.h"
#include "trampolines/asmtext.h"

// functions_text_amd64 appends those texts of a placement that trampolines call
// (called, by text) or that other texts refer to; what is neither stands in
// trampolines only. file is the name of the file that they are written to, for
// lines that no C source stands for.
void functions_text_amd64(struct asmtext *t, const struct image *img, const struct proof *proof,
                          const struct placement *p, const bool *called, const char *file);

// fused_text_amd64 appends a body that stands in a trampoline. constants is the
// symbol, without (SB), of the constants that it reads.
void fused_text_amd64(struct asmtext *t, const struct image *img, const struct fused *body, const char *constants,
                      const char *file);

// fused_constants_amd64 appends these, if there are any.
void fused_constants_amd64(struct asmtext *t, const struct image *img, const struct fused *body, const char *constants);

// function_operand is what CALL takes to get to the C function at addr.
const char *function_operand(struct arena *a, const struct placement *p, uint64_t addr);

#endif
