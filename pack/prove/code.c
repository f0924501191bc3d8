#include "prove/code.h"

struct code code_of(struct arena *a, const struct arch *arch, const struct image *img)
{
	size_t size = img->text_end - img->base;
	return (struct code){a, arch, img, arena_alloc(a, (size + 1) * sizeof(struct insn *))};
}

const struct insn *code_at(const struct code *c, uint64_t addr)
{
	struct insn in;
	if (addr < c->img->base || addr >= c->img->text_end)
		return NULL;
	const struct insn **slot = &c->at[addr - c->img->base];
	if (*slot || !c->arch->decode(c->img->bytes + (addr - c->img->base), c->img->text_end - addr, addr, &in))
		return *slot;
	struct insn *kept = arena_alloc(c->arena, sizeof *kept);
	*kept = in;
	*slot = kept;
	return kept;
}
