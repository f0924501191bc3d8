#include "model/proof.h"

const struct proven *proof_of(const struct proof *proof, uint64_t addr)
{
	for (size_t i = 0; i < proof->funcs.n; i++)
		if (proof->funcs.v[i].addr == addr)
			return &proof->funcs.v[i];
	return NULL;
}
