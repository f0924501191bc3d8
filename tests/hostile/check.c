// check.c - the checker, asked of what the prover has accepted.
#include "check.h"

#include "check/check.h"

const char *check_claims(struct build *b, const struct image *img, const struct symbol *const *entries, size_t n,
			 const struct gopkg *pkg, const struct proof *proof)
{
	if (check_proof(b, img, entries, n, pkg, proof))
		return NULL;
	return b->diags->list.n ? b->diags->list.v[0].message : "without a word";
}
