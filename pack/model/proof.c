#include "model/proof.h"

const struct proven *proof_of(const struct proof *p, uint64_t addr)
{
	if (addr < p->base || addr - p->base >= p->size || !p->index[addr - p->base])
		return NULL;
	return &p->funcs.v[p->index[addr - p->base] - 1];
}
