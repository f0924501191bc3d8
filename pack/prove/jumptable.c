// jumptable.c - where an indirect jump through a table of offsets can go.
//
// Position-independent switch tables are arrays of 32-bit offsets from the
// table itself; each element was a PC32 relocation, which the image still
// lists. So the table ends where those end, or where another object begins
// whose address the code takes: never too early, which would lose a path.
#include "prove/walk.h"

#include <string.h>

static const struct reloc *element_reloc(const struct image *img, uint64_t addr)
{
	for (size_t i = image_first_reloc(img, addr); i < img->relocs.n && img->relocs.v[i].addr == addr; i++)
		if (!img->relocs.v[i].dynamic && img->relocs.v[i].type == R_X86_64_PC32)
			return &img->relocs.v[i];
	return NULL;
}

bool jump_targets(const struct image *img, struct value v, struct arena *a, uint64_t **targets, size_t *n)
{
	uint64_t table = (uint64_t)v.a;
	VEC(uint64_t) found = {0};
	if (v.kind != VAL_TARGET)
		return false;
	for (uint64_t at = table; at >= img->base && at - img->base + 4 <= img->size; at += 4) {
		if (!element_reloc(img, at) || (at != table && image_address_taken(img, at)))
			break;
		int32_t element;
		memcpy(&element, img->bytes + (at - img->base), sizeof element);
		uint64_t target = (uint64_t)v.b + (uint64_t)(int64_t)element;
		if (target < img->base || target >= img->text_end)
			break; // another table, counted from elsewhere
		VEC_PUSH(a, &found, target);
	}
	*targets = found.v;
	*n = found.n;
	return found.n > 0;
}
