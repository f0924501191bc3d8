// module.c - the module carrier: Go assembly in the package itself.
#include "assembly.h"
#include "carrier.h"
#include "files.h"
#include "path.h"

static const char *into_image(struct arena *a, const struct product *p, const struct bound *call, void *ctx)
{
	(void)ctx;
	return arena_printf(a, IMAGE_SYMBOL "+%llu(SB)", (unsigned long long)(call->entry->addr - p->image->base));
}

bool carry_module(struct build *b, const struct product *p)
{
	struct genfile f;
	if (!assembly_text(b, p, into_image, NULL, true, &f))
		return false;
	return file_replace(b, path_join(b->arena, p->pkg->dir, f.name), f.text, f.len);
}
