// imagetext.h - the image as Go assembly: its bytes, with the disassembly beside them.
#ifndef NEARCALL_IMAGETEXT_H
#define NEARCALL_IMAGETEXT_H

#include "model/image.h"
#include "trampolines/emitter.h"

// image_text appends a TEXT symbol `name` that holds the image's bytes.
void image_text(struct asmtext *t, const struct emitter *e, const struct image *img, const char *name);

#endif
