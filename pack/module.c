// module.c - the module carrier: Go assembly in the package itself.
#include "assembly.h"
#include "carrier.h"
#include "files.h"
#include "functext.h"
#include "path.h"

static const char *into_function(struct arena *a, const struct product *p, const struct bound *call, void *ctx)
{
	const struct placement *placed = ctx;
	if (!placed->opaque)
		return function_operand(a, placed, call->entry->addr);
	return arena_printf(a, IMAGE_SYMBOL "+%llu(SB)", (unsigned long long)(call->entry->addr - p->image->base));
}

bool carry_module(struct build *b, const struct product *p)
{
	struct placement placed;
	struct genfile f;
	place_image(b->arena, p->image, p->proof, &placed);
	if (!assembly_text(b, p, into_function, &placed, &placed, &f))
		return false;
	return file_replace(b, path_join(b->arena, p->pkg->dir, f.name), f.text, f.len);
}
