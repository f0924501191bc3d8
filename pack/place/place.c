#include "place/place.h"

#include "arch/arch.h"
#include "base/gosym.h"
#include "base/round.h"
#include "place/data.h"
#include "place/fit.h"
#include "place/group.h"
#include "place/scan.h"

#include <stdlib.h>
#include <string.h>

static void cut_pieces(struct arena *a, const struct image *img, const struct proof *proof, struct placement *out)
{
	uint64_t start = img->base;
	const char *name = "code";
	bool named = false;
	for (size_t i = 0; i <= img->symbols.n; i++) {
		const struct symbol *s = i < img->symbols.n ? &img->symbols.v[i] : NULL;
		uint64_t end = s && s->addr < img->text_end ? s->addr : img->text_end;
		if (s && (!s->function || s->addr >= img->text_end || s->addr < img->base))
			continue;
		if (end > start)
			VEC_PUSH(a, &out->pieces, (struct piece){.start = start, .end = end, .name = name,
			                                         .function = proof_of(proof, start)});
		else if (named)
			continue; // another name of the same place: the first is the one to use
		start = end;
		named = true;
		name = s ? s->name : name;
	}
}

// Only what the proof followed is carried.
static void scan_pieces(struct arena *a, const struct image *img, const struct proof *proof, struct placement *out)
{
	size_t kept = 0;
	uint64_t end = img->base; // of what has been scanned
	for (size_t i = 0; i < out->pieces.n && !out->opaque; i++) {
		struct piece *p = &out->pieces.v[i];
		scan_piece(a, img, &proof->flow, p, &out->opaque);
		if (p->ops.n && p->start < end)
			out->opaque = arena_printf(a, "an instruction reaches into %s", p->name);
		end = p->ops.n ? p->end : end;
		if (p->ops.n)
			out->pieces.v[kept++] = *p;
	}
	out->pieces.n = kept;
}

static void cut_constants(struct arena *a, const struct image *img, struct placement *out)
{
	for (size_t i = 0; i < img->sections.n; i++) {
		const struct input_section *s = &img->sections.v[i];
		if (s->start < img->text_end || s->start >= img->base + img->size)
			continue;
		uint64_t step = s->entry ? s->entry : s->end - s->start;
		for (uint64_t at = s->start; at + step <= s->end; at += step) {
			int family = (int)out->constants.n;
			VEC_PUSH(a, &out->constants, (struct constant){at, at + step, s->align, family, NOTHING, NOTHING, 0, false});
		}
	}
}

static uint64_t alignment(const struct image *img, const struct placement *p, const struct text *t)
{
	uint64_t align = BODY_ALIGN;
	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct input_section *s = image_section(img, p->pieces.v[t->pieces.v[i]].start);
		align = s && s->align > align ? s->align : align;
	}
	for (size_t i = 0; i < t->copies.n; i++) {
		uint64_t its = p->constants.v[t->copies.v[i].constant].align;
		align = its > align ? its : align;
	}
	return align;
}

static bool is_deep(const struct placement *p, const struct text *t)
{
	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct proven *f = p->pieces.v[t->pieces.v[i]].function;
		if (f && (f->bound > NOSPLIT_BYTES || f->promise_used))
			return true;
	}
	return false;
}

static void lay_out_constants(const struct placement *p, struct text *t)
{
	t->size = t->code_size;
	for (size_t i = 0; i < t->copies.n; i++) {
		const struct constant *c = &p->constants.v[t->copies.v[i].constant];
		t->copies.v[i].at = round_up(t->size, c->align);
		t->size = t->copies.v[i].at + (c->end - c->start);
	}
}

static uint64_t copy_of(const struct placement *p, int text, uint64_t addr)
{
	return place_copy(p, text, place_constant(p, addr), addr);
}

bool place_table_element(const struct placement *p, const struct image *img, const struct flow *flow, int text,
                         uint64_t addr, int32_t *element)
{
	int32_t old;
	memcpy(&old, img->bytes + (addr - img->base), sizeof old);
	for (size_t i = flow_first_table(flow, addr); i < flow->tables.n && flow->tables.v[i].addr <= addr; i++) {
		const struct flow_table *t = &flow->tables.v[i];
		if (addr >= t->addr + 4 * t->n || (addr - t->addr) % 4)
			continue;
		uint64_t target = place_code(p, t->from + (uint64_t)(int64_t)old);
		*element = (int32_t)(int64_t)(target - copy_of(p, text, t->from));
		return true;
	}
	const struct reloc *r = image_reloc_at(img, addr);
	if (!r)
		return false;
	// from one constant to another: what both have moved by
	uint64_t home = group_home(img, r, addr + (uint64_t)(int64_t)old);
	*element = old + (int32_t)(int64_t)((copy_of(p, text, home) - home) - (copy_of(p, text, addr) - addr));
	return true;
}

static const char *name_of(const struct image *img, const struct placement *p, const struct text *t)
{
	if (t->pieces.n)
		return p->pieces.v[t->pieces.v[0]].name;
	uint64_t start = p->constants.v[t->copies.v[0].constant].start;
	size_t i = image_first_symbol(img, start);
	return i < img->symbols.n && img->symbols.v[i].addr == start ? img->symbols.v[i].name : "constants";
}

void place_image(struct arena *a, const struct image *img, const struct proof *proof, const char *suffix,
                 struct placement *out)
{
	struct gosyms names = {.used.arena = a};
	*out = (struct placement){0};
	if (!img->sections.n)
		out->opaque = "ld wrote no map";
	cut_pieces(a, img, proof, out);
	cut_constants(a, img, out);
	data_find(a, img, out);
	scan_pieces(a, img, proof, out);
	if (!out->opaque)
		group_pieces(a, img, &proof->flow, is_deep, out);
	data_name(img, &names, out);
	for (size_t i = 0; i < out->data.n; i++)
		out->data.v[i].name = arena_printf(a, "%s%s", out->data.v[i].name, suffix);
	for (size_t i = 0; i < out->texts.n && !out->opaque; i++) {
		struct text *t = &out->texts.v[i];
		t->name = arena_printf(a, "%s%s", gosym_name(&names, name_of(img, out, t)), suffix);
		t->align = alignment(img, out, t);
		t->entry = t->deep && img->arch->go.prologue ? t->align : 0;
	}
	for (size_t i = 0; i < out->texts.n && !out->opaque; i++) {
		fit_text(a, img->arch, out, (int)i);
		lay_out_constants(out, &out->texts.v[i]);
		uint64_t reach = img->arch->go.reach;
		if (reach && out->texts.v[i].size >= reach)
			out->opaque = arena_printf(a, "%s is too far from its constants", out->texts.v[i].name);
	}
}
