// datatext.c - variables, and constants with addresses, as data of Go's assembler.
//
// Go's linker fills the addresses in, in every mode of linking, and gives each
// symbol a place: aligned to its size, up to 32 bytes. What C aligns to more than
// its size is made longer. What it aligns to more than 32, and has no addresses in
// it, can stand among the code.
//
// The symbols are the file's own (<>): for others, Go's linker would go through a
// table of its own where programs are linked from several parts.
#include "trampolines/datatext.h"

#include "base/round.h"
#include "place/data.h"
#include "trampolines/functext.h"

#include <string.h>

enum { WORD = 8, BYTES_PER_LINE = 16 };

static const char *symbol_of(struct arena *a, const struct datum *d, int64_t offset)
{
	const char *plus = offset ? arena_printf(a, "%+lld", (long long)offset) : "";
	return arena_printf(a, "\302\267%s<>%s(SB)", d->name, plus);
}

const char *datum_operand(struct arena *a, const struct placement *p, int constant, uint64_t addr)
{
	const struct constant *c = &p->constants.v[constant];
	return symbol_of(a, &p->data.v[c->datum], (int64_t)(c->place + addr - c->start));
}

// What a datum is written from: for each of its bytes where it comes from.
struct source {
	const struct image *img;
	const struct placement *p;
	const struct datum *d;
	uint8_t *bytes;
	uint64_t *addr; // in the image; 0: a gap
};

static void read_constant(const struct source *s, const struct constant *c)
{
	const struct image *img = s->img;
	const uint8_t *bytes = img->bytes + (c->start - img->base);
	if (c->variable)
		bytes = img->data_bytes ? img->data_bytes + (c->start - img->data.addr) : NULL;
	for (uint64_t k = 0; k < c->end - c->start; k++) {
		s->bytes[c->place + k] = bytes ? bytes[k] : 0;
		s->addr[c->place + k] = c->start + k;
	}
	for (uint64_t k = 0; k + 4 <= c->end - c->start && !c->variable; k++) {
		int32_t element;
		if (data_element(img, s->p, c->start + k, &element))
			memcpy(s->bytes + c->place + k, &element, sizeof element);
	}
}

static struct source source_of(struct arena *a, const struct image *img, const struct placement *p, size_t i)
{
	struct source s = {img, p, &p->data.v[i], NULL, NULL};
	s.bytes = arena_alloc(a, s.d->size + 1);
	s.addr = arena_alloc(a, (s.d->size + 1) * sizeof *s.addr);
	for (size_t k = 0; k < p->constants.n; k++)
		if (p->constants.v[k].datum == (int)i)
			read_constant(&s, &p->constants.v[k]);
	return s;
}

static const char *address_in(struct arena *a, const struct source *s, uint64_t at)
{
	const struct reloc *r = s->addr[at] ? image_pointer_at(s->img, s->addr[at]) : NULL;
	int to = r ? data_target(s->img, s->p, r) : NOTHING;
	if (!r)
		return NULL;
	return arena_printf(a, "$%s", to == NOTHING ? function_operand(a, s->p, r->value)
	                                            : datum_operand(a, s->p, to, r->value));
}

// The widest number that starts at offset k and ends within n bytes.
static size_t width_at(uint64_t k, uint64_t n)
{
	size_t w = WORD;
	while (k % w || k + w > n)
		w /= 2;
	return w;
}

// GLOBL makes zeros of what no DATA speaks of.
static void write_data(struct asmtext *t, const struct source *s)
{
	struct arena *a = t->out->arena;
	const struct datum *d = s->d;
	uint64_t size = d->size < d->align ? d->align : d->size;
	for (uint64_t k = 0, w; k < d->size; k += w) {
		const char *address = address_in(a, s, k);
		w = width_at(k, d->size);
		uint64_t number = asm_little_endian(s->bytes + k, w);
		const char *value = address ? address : arena_printf(a, "$0x%0*llx", (int)(2 * w), (unsigned long long)number);
		if (address || number)
			asm_text(t, "DATA %s/%llu, %s\n", symbol_of(a, d, (int64_t)k), (unsigned long long)w, value);
	}
	asm_text(t, "GLOBL %s, %s, $%llu\n", symbol_of(a, d, 0), d->variable ? "NOPTR" : "RODATA|NOPTR",
	         (unsigned long long)size);
}

static void write_in_text(struct asmtext *t, const struct emitter *e, const struct source *s)
{
	const struct datum *d = s->d;
	asm_text(t, "TEXT %s, NOSPLIT|NOFRAME, $0-0\n", symbol_of(t->out->arena, d, 0));
	asm_op(t, "PCALIGN", "$%llu", (unsigned long long)d->align);
	uint64_t size = round_up(d->size, asm_least(e->directives));
	uint8_t *bytes = arena_alloc(t->out->arena, size + 1);
	memcpy(bytes, s->bytes, d->size);
	for (uint64_t k = 0; k < size; k += BYTES_PER_LINE)
		asm_bytes(t, e->directives, bytes + k, size - k < BYTES_PER_LINE ? size - k : BYTES_PER_LINE,
		          arena_printf(t->out->arena, "constant, +0x%llx", (unsigned long long)k));
	asm_flush(t);
}

void data_text(struct asmtext *t, const struct emitter *e, const struct image *img, const struct placement *p)
{
	for (size_t i = 0; i < p->data.n; i++) {
		const struct datum *d = &p->data.v[i];
		struct source s = source_of(t->out->arena, img, p, i);
		asm_text(t, "\n// %s%s%s.\n", d->variable ? "A variable of C's, one for the whole program" : "A constant",
		         d->c_name ? ": " : "", d->c_name ? asm_one_line(t->out->arena, d->c_name) : "");
		if (d->in_text)
			write_in_text(t, e, &s);
		else
			write_data(t, &s);
	}
}
