// relayimage.c - the image made anew: code first, as it has been relaid, and
// constants and variables behind it, all moved by as much. The low bits of their
// addresses stay in the instructions that have them; the ADR that stands for an
// ADRP gives the place of what is meant, less these.
#include "arch/arm64/relayparts.h"

#include "base/round.h"

#include <stdlib.h>
#include <string.h>

enum { LOW = 4095, LEAST_ALIGN = 16 };

// The constants' distance from the base stays a multiple of what any of them is aligned to.
static uint64_t shift_of(const struct relaying *r)
{
	const struct image *img = r->img;
	uint64_t align = img->align > LEAST_ALIGN ? img->align : LEAST_ALIGN, code = r->words.n * ARM64_BYTES;
	for (size_t i = 0; i < img->sections.n; i++)
		align = img->sections.v[i].align > align ? img->sections.v[i].align : align;
	uint64_t old = img->text_end - img->base;
	return code > old ? round_up(code - old, align) : 0;
}

static bool besides(const struct relaying *r, uint64_t addr)
{
	return addr >= r->img->text_end;
}

static uint64_t moved(const struct relaying *r, uint64_t addr)
{
	return besides(r, addr) ? addr + r->shift : relay_code(r, addr);
}

static uint64_t destination(struct relaying *r, const struct relay_word *w)
{
	if (w->reference == RELAY_BESIDES)
		return w->to + r->shift;
	uint64_t to = relay_code(r, w->to);
	if (!to)
		relay_refuse(r, w->from, "refers to code that nothing comes to");
	return w->reference == RELAY_FUNCTION ? to - (w->to & LOW) : to;
}

// What the word has to be decoded as, but for the place that it refers to.
static bool wanted(const struct relaying *r, const struct relay_word *w, struct insn *want)
{
	const uint8_t *old = r->img->bytes + (w->from - r->img->base);
	if (w->want)
		*want = *w->want;
	return w->want || r->img->arch->decode(old, ARM64_BYTES, w->from, want);
}

// Which vector registers a store reads, no instruction tells (model/insn.h).
static bool keeps_vectors(const struct relaying *r, const struct relay_word *w)
{
	uint32_t old = a64_read(r->img->bytes + (w->from - r->img->base)), differs = old ^ w->word;
	enum a64_address how = a64_address(old);
	bool pair = how == A64_PAIR || how == A64_PAIR_PRE || how == A64_PAIR_POST;
	if (how == A64_NO_ADDRESS || a64_address(w->word) == A64_NO_ADDRESS || !(old >> 26 & 1))
		return true;
	return w->word >> 26 & 1 ? !a64_field(differs, A64_RT) && (!pair || !a64_field(differs, A64_RT2)) : true;
}

static void write_word(struct relaying *r, size_t i, uint8_t *out)
{
	struct relay_word *w = &r->words.v[i];
	uint64_t at = r->img->base + i * ARM64_BYTES;
	struct insn want, got;
	uint64_t to = w->reference ? destination(r, w) : 0;
	if (w->reference && !a64_refer(w->word, (int64_t)(to - at), &w->word))
		relay_refuse(r, w->from, "refers to a place that is too far away once Go can read its frames");
	a64_write(out, w->word);
	if (!w->from || r->why)
		return;
	bool same = keeps_vectors(r, w) && wanted(r, w, &want) && r->img->arch->decode(out, ARM64_BYTES, at, &got) &&
	            relay_means_same(&want, &got);
	if (!same || (w->reference && got.refers != to) || (want.target && got.target != to))
		relay_refuse(r, w->from, "has an instruction that nearcall wrote anew, and wrongly");
}

static uint8_t *new_bytes(struct relaying *r, uint64_t size)
{
	const struct image *img = r->img;
	uint64_t old_code = img->text_end - img->base, behind = old_code + r->shift;
	uint8_t *bytes = arena_alloc(r->arena, size + ARM64_BYTES);
	for (size_t i = 0; i < r->words.n && !r->why; i++)
		write_word(r, i, bytes + i * ARM64_BYTES);
	for (uint64_t at = r->words.n * ARM64_BYTES; at + ARM64_BYTES <= behind; at += ARM64_BYTES)
		a64_write(bytes + at, A64_TRAP);
	memcpy(bytes + behind, img->bytes + old_code, img->size - old_code);
	return bytes;
}

// The end of code [.., end): that of what the piece in front of it has become.
static uint64_t moved_end(const struct relaying *r, uint64_t end)
{
	const struct relay_piece *p = relay_piece_at(r, end - 1);
	return p ? r->img->base + p->at_end : end + r->shift;
}

// Where a label has gone: what is run next, or the end of its function. So symbols keep their order.
static uint64_t moved_label(const struct relaying *r, uint64_t addr)
{
	const struct relay_piece *p = relay_piece_at(r, addr);
	for (uint64_t at = addr; p && at < p->end; at += ARM64_BYTES)
		if (relay_code(r, at))
			return relay_code(r, at);
	return p ? r->img->base + p->at_end : addr;
}

static void move_symbols(const struct relaying *r, struct image *img)
{
	for (size_t i = 0; i < img->symbols.n; i++) {
		struct symbol *s = &img->symbols.v[i];
		if (s->addr < img->base)
			continue;
		uint64_t at = besides(r, s->addr) ? s->addr + r->shift : moved_label(r, s->addr);
		if (!besides(r, s->addr) && s->size)
			s->size = moved_end(r, s->addr + s->size) - at;
		s->addr = at;
	}
}

static void move_sections(const struct relaying *r, struct image *img)
{
	for (size_t i = 0; i < img->sections.n; i++) {
		struct input_section *s = &img->sections.v[i];
		bool code = s->start < img->text_end && s->start >= img->base, empty = s->start == s->end;
		uint64_t at = code ? relay_code(r, s->start) : s->start + r->shift;
		s->end = !code ? s->end + r->shift : empty ? at : moved_end(r, s->end);
		s->start = at ? at : img->base + relay_piece_at(r, s->start)->at;
	}
}

// By how much the address of a relocation's target changes; and where it is in code that nothing
// comes to, nothing may lead there.
static void move_value(struct relaying *r, struct reloc *reloc)
{
	uint64_t home = reloc->section ? reloc->section : reloc->value;
	if (reloc->undefined || reloc->absolute || home < r->img->base)
		return;
	if (besides(r, home)) {
		reloc->value += r->shift;
		reloc->section += reloc->section ? r->shift : 0;
		return;
	}
	uint64_t value = relay_code(r, reloc->value), section = relay_code(r, reloc->section);
	bool distance = reloc->addr >= r->img->text_end && r->img->arch->reloc_kind(reloc->type) == RELOC_DISTANCE;
	if (!r->why && (distance || (!value && reloc->dynamic)))
		r->why = distance ? "a constant holds the distance of code"
		                  : "a constant holds the address of code that nothing comes to";
	reloc->value = value;
	reloc->section = section;
}

static int by_place(const void *va, const void *vb)
{
	const struct reloc *a = va, *b = vb;
	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	return b->dynamic - a->dynamic;
}

static struct reloc *moved_relocs(struct relaying *r, size_t *n)
{
	const struct image *img = r->img;
	struct reloc *all = arena_alloc(r->arena, (img->relocs.n + 1) * sizeof *all);
	*n = 0;
	for (size_t i = 0; i < img->relocs.n; i++) {
		struct reloc one = img->relocs.v[i];
		bool code = one.addr < img->text_end;
		if (code && !flow_at(&r->proof->flow, one.addr))
			continue;
		move_value(r, &one);
		one.addr = moved(r, one.addr);
		all[(*n)++] = one;
	}
	if (*n)
		qsort(all, *n, sizeof *all, by_place);
	return all;
}

void relay_image(struct relaying *r, struct image *img)
{
	struct extent *const others[] = {&img->data, &img->tls, &img->got};
	size_t relocs;
	r->shift = shift_of(r);
	uint64_t size = img->size + r->shift, text_end = img->base + r->words.n * ARM64_BYTES;
	const uint8_t *bytes = new_bytes(r, size);
	struct reloc *all = moved_relocs(r, &relocs);
	if (r->why)
		return;
	move_symbols(r, img);
	move_sections(r, img);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		others[i]->addr += besides(r, others[i]->addr) ? r->shift : 0;
	for (size_t i = 0; i < r->origins.n; i++)
		VEC_PUSH(r->arena, &img->origins, ((struct origin){img->base + r->origins.v[i].at, r->origins.v[i].from}));
	img->relocs.v = all;
	img->relocs.n = img->relocs.cap = relocs;
	img->bytes = bytes;
	img->size = size;
	img->text_end = text_end;
}
