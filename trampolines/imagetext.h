// imagetext.h - the image as Go assembly: its bytes, with the disassembly beside them.
#ifndef NEARCALL_IMAGETEXT_H
#define NEARCALL_IMAGETEXT_H

#include "model/image.h"
#include "trampolines/asmtext.h"

// image_text_amd64 appends a TEXT symbol `name` that holds the image's bytes.
void image_text_amd64(struct asmtext *t, const struct image *img, const char *name);

#endif
