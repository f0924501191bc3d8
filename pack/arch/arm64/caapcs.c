#include "arch/arm64/caapcs.h"

#include "base/round.h"

static bool hfa(const struct ctype *t, uint64_t *element, size_t *n)
{
	switch (t->kind) {
	case C_FLOAT:
		if (t->size > 8 || (*element && *element != t->size))
			return false;
		*element = t->size;
		++*n;
		return true;
	case C_COMPLEX:
		if (t->size > 16 || (*element && *element != t->size / 2))
			return false;
		*element = t->size / 2;
		*n += 2;
		return true;
	case C_ARRAY:
		for (uint64_t i = 0; i < t->len; i++)
			if (!hfa(t->elem, element, n))
				return false;
		return true;
	case C_STRUCT:
		for (size_t i = 0; i < t->nfields; i++)
			if (!hfa(t->fields[i].type, element, n))
				return false;
		return true;
	default:
		return false;
	}
}

static struct aapcs_place how(const struct ctype *t)
{
	struct aapcs_place p = {0};
	uint64_t element = 0;
	size_t n = 0;
	if (hfa(t, &element, &n) && n && n <= 4) {
		p.element = element;
		p.regs = n;
	} else if (t->size > 16) {
		p.by_reference = true;
		p.regs = 1;
	} else {
		p.regs = (t->size + 7) / 8;
	}
	return p;
}

struct aapcs_call aapcs_assign(struct arena *a, const struct ctype *const *types, size_t n, const struct ctype *result)
{
	struct aapcs_place *p = arena_alloc(a, (n + 1) * sizeof *p);
	struct aapcs_call c = {.args = p, .nargs = n};
	int ngrn = 0, nsrn = 0;
	uint64_t nsaa = 0;
	for (size_t i = 0; i < n; i++) {
		p[i] = how(types[i]);
		int *next = p[i].element ? &nsrn : &ngrn;
		uint64_t align = p[i].by_reference ? 8 : types[i]->align;
		if (!p[i].element && align == 16)
			ngrn += ngrn & 1;
		if (*next + (int)p[i].regs <= 8) {
			p[i].reg = *next;
			*next += (int)p[i].regs;
			continue;
		}
		*next = 8;
		p[i].on_stack = true;
		nsaa = round_up(nsaa, align < 8 ? 8 : align);
		p[i].stack = nsaa;
		nsaa += p[i].by_reference ? 8 : round_up(types[i]->size, 8);
	}
	c.stack_bytes = round_up(nsaa, 16);
	if (result) {
		c.result = how(result);
		c.result_by_reference = c.result.by_reference;
	}
	return c;
}
