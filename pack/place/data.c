#include "place/data.h"

#include "arch/arch.h"
#include "base/round.h"
#include "place/group.h"

#include <string.h>

enum { MOST_ALIGN = 32, MARKED = 0 }; // cmd/link aligns data to its size, up to this (symalign)

int data_target(const struct image *img, const struct placement *p, const struct reloc *r)
{
	return place_constant(p, group_home(img, r, r->value));
}

void data_find(struct arena *a, const struct image *img, struct placement *out)
{
	for (size_t i = 0; i < img->sections.n; i++) {
		const struct input_section *s = &img->sections.v[i];
		int family = (int)out->constants.n;
		if (extent_holds(&img->data, s->start))
			VEC_PUSH(a, &out->constants,
			         (struct constant){s->start, s->end, s->align, family, NOTHING, NOTHING, 0, true});
	}
	for (size_t i = 0; i < out->constants.n; i++) {
		struct constant *c = &out->constants.v[i];
		if (c->variable || image_holds_addresses(img, c->start, c->end))
			c->datum = MARKED;
	}
	for (size_t i = image_first_reloc(img, img->text_end); i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		int to = r->dynamic ? data_target(img, out, r) : NOTHING;
		if (to != NOTHING)
			out->constants.v[to].datum = MARKED;
	}
}

static bool is_marked(const struct placement *p, int family)
{
	for (size_t i = 0; i < p->constants.n; i++)
		if (p->constants.v[i].family == family && p->constants.v[i].datum != NOTHING)
			return true;
	return false;
}

static struct datum lay_out(const struct image *img, struct placement *p, int family, int index)
{
	struct datum d = {.align = 1};
	bool addresses = false;
	for (size_t i = 0; i < p->constants.n; i++) {
		struct constant *c = &p->constants.v[i];
		if (c->family != family)
			continue;
		c->datum = index;
		c->place = round_up(d.size, c->align);
		d.size = c->place + (c->end - c->start);
		d.align = c->align > d.align ? c->align : d.align;
		d.variable |= c->variable;
		addresses |= image_holds_addresses(img, c->start, c->end);
	}
	d.in_text = d.align > MOST_ALIGN;
	if (d.in_text && (d.variable || addresses))
		p->opaque = "what holds addresses is aligned to more than 32 bytes";
	return d;
}

void data_lay_out(struct arena *a, const struct image *img, struct placement *out)
{
	bool *done = arena_alloc(a, (out->constants.n + 1) * sizeof *done); // by family
	for (size_t i = 0; i < out->constants.n; i++) {
		int family = out->constants.v[i].family;
		if (done[family] || !is_marked(out, family))
			continue;
		done[family] = true;
		struct datum d = lay_out(img, out, family, (int)out->data.n);
		VEC_PUSH(a, &out->data, d);
	}
}

void data_name(const struct image *img, struct gosyms *names, struct placement *out)
{
	for (size_t i = 0; i < out->constants.n; i++) {
		const struct constant *c = &out->constants.v[i];
		const struct symbol *s = image_object_at(img, c->start);
		if (c->datum == NOTHING || c->place)
			continue;
		struct datum *d = &out->data.v[c->datum];
		d->c_name = s ? s->name : NULL;
		d->name = gosym_name(names, s ? s->name : c->variable ? "data" : "constants");
	}
}

// What a place in a datum has moved by.
static uint64_t moved(const struct placement *p, int constant)
{
	return p->constants.v[constant].place - p->constants.v[constant].start;
}

bool data_element(const struct image *img, const struct placement *p, uint64_t addr, int32_t *element)
{
	int32_t old;
	const struct reloc *r = image_reloc_at(img, addr);
	if (!r || r->dynamic || img->arch->reloc_kind(r->type) != RELOC_DISTANCE || addr + 4 > img->base + img->size)
		return false;
	memcpy(&old, img->bytes + (addr - img->base), sizeof old);
	int to = place_constant(p, group_home(img, r, addr + (uint64_t)(int64_t)old)), self = place_constant(p, addr);
	*element = old + (int32_t)(int64_t)(moved(p, to) - moved(p, self));
	return true;
}
