#include "trampolines/imagetext.h"

#include "base/round.h"
#include "trampolines/dense.h"

#include <string.h>

enum { LEAST_ALIGN = 16 };

// The next symbol behind addr, at a place where a line may begin.
static uint64_t next_symbol(const struct image *img, size_t *i, uint64_t addr, uint64_t end, size_t least)
{
	while (*i < img->symbols.n && (img->symbols.v[*i].addr <= addr || (img->symbols.v[*i].addr - img->base) % least))
		++*i;
	return *i < img->symbols.n && img->symbols.v[*i].addr < end ? img->symbols.v[*i].addr : end;
}

static void announce(struct asmtext *t, const struct image *img, uint64_t addr)
{
	for (size_t i = image_first_symbol(img, addr); i < img->symbols.n && img->symbols.v[i].addr == addr; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (s->function || addr >= img->text_end) {
			asm_text(t, "\n\t// %s\n", asm_one_line(t->out->arena, s->name));
			return;
		}
	}
}

static void commented_code(struct asmtext *t, const struct emitter *e, const struct image *img,
                           uint64_t addr, uint64_t end)
{
	while (addr < end) {
		const char *text;
		const uint8_t *p = img->bytes + (addr - img->base);
		size_t n = e->disassemble(t->out->arena, p, end - addr, addr - img->base, &text);
		asm_bytes(t, e->directives, p, n, text);
		addr += n;
	}
}

static void dense_code(struct asmtext *t, const struct emitter *e, const struct image *img,
                       uint64_t addr, uint64_t end)
{
	dense_begin(t, e->directives);
	for (; addr < end; addr++) {
		asm_join(t);
		dense_bytes(t, img->bytes + (addr - img->base), 1);
	}
	dense_end(t);
}

static void emit_code(struct asmtext *t, const struct emitter *e, const struct image *img)
{
	size_t symbol = 0;
	for (uint64_t addr = img->base; addr < img->text_end;) {
		announce(t, img, addr);
		uint64_t end = next_symbol(img, &symbol, addr, img->text_end, 1);
		if (end - addr > dense_over(img->text_end - img->base))
			dense_code(t, e, img, addr, end);
		else
			commented_code(t, e, img, addr, end);
		addr = end;
	}
}

static void emit_constants(struct asmtext *t, const struct emitter *e, const struct image *img)
{
	size_t symbol = 0;
	size_t least = asm_least(e->directives);
	uint64_t all = img->base + round_up(img->size, least);
	uint8_t *bytes = arena_alloc(t->out->arena, all - img->base + 1);
	memcpy(bytes, img->bytes, img->size);
	for (uint64_t addr = img->text_end; addr < all;) {
		announce(t, img, addr);
		uint64_t end = next_symbol(img, &symbol, addr, all, least);
		asm_flush(t);
		dense_constants(t, e->directives, bytes + (addr - img->base), end - addr, addr - img->base);
		addr = end;
	}
}

void image_text(struct asmtext *t, const struct emitter *e, const struct image *img, const char *name)
{
	uint64_t align = img->align < LEAST_ALIGN ? LEAST_ALIGN : img->align;
	uint64_t code = img->text_end - img->base;
	if (code > dense_over(code))
		dense_macros(t, e->directives);
	asm_text(t, "\nTEXT %s(SB), NOSPLIT|NOFRAME, $0-0\n", name);
	asm_op(t, "PCALIGN", "$%llu", (unsigned long long)align);
	emit_code(t, e, img);
	if (img->text_end < img->base + img->size)
		asm_text(t, "\n\t// constants\n");
	emit_constants(t, e, img);
	asm_flush(t);
}
