#include "prove/promise.h"

#include <string.h>

enum { MOST_NAMED = 6 };

const struct promised_calls *promise_of(const struct gopkg *pkg, const char *site)
{
	for (size_t i = 0; i < pkg->calls.n; i++)
		if (strcmp(pkg->calls.v[i].site, site) == 0)
			return &pkg->calls.v[i];
	return NULL;
}

static bool is_function(const struct image *img, const struct symbol *s, const char *name)
{
	return s->function && s->addr >= img->base && s->addr < img->text_end && strcmp(s->name, name) == 0;
}

// Static functions of several files may have one name: all of them are meant.
const uint64_t *promise_targets(struct arena *a, const struct gopkg *pkg, const struct image *img, const char *site,
                                size_t *n)
{
	VEC(uint64_t) all = {0};
	for (size_t i = 0; i < pkg->calls.n; i++) {
		const struct promised_calls *c = &pkg->calls.v[i];
		for (size_t t = 0; t < c->targets.n && strcmp(c->site, site) == 0; t++)
			for (size_t k = 0; k < img->symbols.n; k++)
				if (is_function(img, &img->symbols.v[k], c->targets.v[t]))
					VEC_PUSH(a, &all, img->symbols.v[k].addr);
	}
	*n = all.n;
	return all.v;
}

static bool names_function(const struct image *img, const char *name)
{
	for (size_t k = 0; k < img->symbols.n; k++)
		if (is_function(img, &img->symbols.v[k], name))
			return true;
	return false;
}

static const struct proven *find(const struct proof *proof, const char *name)
{
	for (size_t i = 0; i < proof->funcs.n; i++)
		if (strcmp(proof->funcs.v[i].name, name) == 0)
			return &proof->funcs.v[i];
	return NULL;
}

void promise_report(struct build *b, const struct gopkg *pkg, const struct image *img, const struct proof *proof)
{
	for (size_t i = 0; i < pkg->calls.n; i++) {
		const struct promised_calls *c = &pkg->calls.v[i];
		const struct proven *site = find(proof, c->site);
		if (!site)
			diag_refuse(b->diags, NC_NO_SUCH_FUNCTION, c->pos,
			            "name the C function that the call is in, which the package reaches and which was "
			            "not inlined", "//nearcall:calls: there is no function %s", c->site);
		else if (!site->promised_calls)
			diag_refuse(b->diags, NC_PROMISE_UNUSED, c->pos,
			            "remove the directive: nothing has to be promised of that function",
			            "//nearcall:calls: %s calls nothing through a pointer that nearcall cannot follow", c->site);
		for (size_t t = 0; t < c->targets.n; t++)
			if (!names_function(img, c->targets.v[t]))
				diag_refuse(b->diags, NC_NO_SUCH_FUNCTION, c->pos,
				            "name C functions whose address the package's C takes",
				            "//nearcall:calls: there is no function %s", c->targets.v[t]);
	}
}

const char *promise_hint(struct arena *a, const struct proof *proof, const char *site)
{
	const char *names = "";
	int n = 0;
	for (size_t i = 0; i < proof->funcs.n; i++)
		if (proof->funcs.v[i].taken && n++ < MOST_NAMED)
			names = arena_printf(a, "%s %s", names, proof->funcs.v[i].name);
	return arena_printf(a, "//nearcall:calls %s%s%s", site, n ? names : " TARGET...", n > MOST_NAMED ? " ..." : "");
}
