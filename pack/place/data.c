#include "place/data.h"

#include "place/group.h"

#include <stdlib.h>

enum { MOST_ALIGN = 32 }; // cmd/link aligns data to its size, up to this (symalign)

static const char *name_at(const struct image *img, uint64_t start, bool variable)
{
	const struct symbol *s = image_object_at(img, start);
	return s ? s->name : variable ? "data" : "constants";
}

static void add_datum(struct arena *a, const struct image *img, uint64_t start, uint64_t end, uint64_t align,
                      struct placement *out)
{
	struct datum d = {.start = start, .end = end, .align = align, .variable = extent_holds(&img->data, start)};
	VEC_PUSH(a, &out->data, d);
}

static bool holds_addresses(const struct image *img, const struct constant *c)
{
	for (size_t i = image_first_reloc(img, c->start); i < img->relocs.n && img->relocs.v[i].addr < c->end; i++)
		if (img->relocs.v[i].dynamic)
			return true;
	return false;
}

static void take_constant(struct arena *a, const struct image *img, struct placement *out, int c)
{
	struct constant *one = &out->constants.v[c];
	if (one->datum != NOTHING)
		return;
	one->datum = 0; // its index is known when all are
	add_datum(a, img, one->start, one->end, one->align, out);
}

static int by_start(const void *va, const void *vb)
{
	const struct datum *a = va, *b = vb;
	return a->start < b->start ? -1 : a->start > b->start;
}

int data_target(const struct image *img, const struct placement *p, const struct reloc *r)
{
	return place_datum(p, group_home(img, r, r->value));
}

// What addresses in constants and variables lead to has to have one place.
static void take_targets(struct arena *a, const struct image *img, struct placement *out)
{
	for (size_t i = image_first_reloc(img, img->text_end); i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		int c = r->dynamic ? place_constant(out, group_home(img, r, r->value)) : NOTHING;
		if (c != NOTHING)
			take_constant(a, img, out, c);
	}
}

void place_data(struct arena *a, const struct image *img, struct gosyms *names, struct placement *out)
{
	for (size_t i = 0; i < img->sections.n; i++) {
		const struct input_section *s = &img->sections.v[i];
		if (extent_holds(&img->data, s->start))
			add_datum(a, img, s->start, s->end, s->align, out);
	}
	for (size_t i = 0; i < out->constants.n; i++)
		if (holds_addresses(img, &out->constants.v[i]))
			take_constant(a, img, out, (int)i);
	take_targets(a, img, out);
	if (out->data.n)
		qsort(out->data.v, out->data.n, sizeof *out->data.v, by_start);
	for (size_t i = 0; i < out->data.n; i++) {
		struct datum *d = &out->data.v[i];
		int c = place_constant(out, d->start);
		d->name = gosym_name(names, name_at(img, d->start, d->variable));
		d->in_text = d->align > MOST_ALIGN;
		if (c != NOTHING)
			out->constants.v[c].datum = (int)i;
	}
}
