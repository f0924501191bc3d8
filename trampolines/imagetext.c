#include "imagetext.h"

#include <Zydis/Zydis.h>
#include <string.h>

enum { DATA_BYTES_PER_LINE = 16 };

static uint64_t little_endian(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = n; i-- > 0;)
		v = v << 8 | p[i];
	return v;
}

// emit_bytes adds one line of data directives: the widest first.
static void emit_bytes(struct asmtext *t, const uint8_t *p, size_t n, const char *comment)
{
	static const struct {
		size_t size;
		const char *op;
	} steps[] = {{8, "QUAD"}, {4, "LONG"}, {2, "WORD"}, {1, "BYTE"}};
	const char *op = NULL, *rest = "";
	for (size_t at = 0; at < n;) {
		size_t s = 0;
		while (steps[s].size > n - at)
			s++;
		const char *value = arena_printf(t->out->arena, "$0x%0*llx", (int)(2 * steps[s].size),
		                                 (unsigned long long)little_endian(p + at, steps[s].size));
		rest = op ? arena_printf(t->out->arena, "%s; %s %s", rest, steps[s].op, value) : value;
		op = op ? op : steps[s].op;
		at += steps[s].size;
	}
	if (op)
		asm_data(t, op, rest, comment);
}

static uint64_t next_symbol(const struct image *img, size_t *i, uint64_t addr, uint64_t end)
{
	while (*i < img->symbols.n && img->symbols.v[*i].addr <= addr)
		++*i;
	return *i < img->symbols.n && img->symbols.v[*i].addr < end ? img->symbols.v[*i].addr : end;
}

// A name as a comment can hold it.
static const char *one_line(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);
	for (char *p = s; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return s;
}

static void announce(struct asmtext *t, const struct image *img, uint64_t addr)
{
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (s->addr == addr && (s->function || addr >= img->text_end)) {
			asm_text(t, "\n\t// %s\n", one_line(t->out->arena, s->name));
			return;
		}
	}
}

struct disassembler {
	ZydisDecoder decoder;
	ZydisFormatter formatter;
};

static void start_disassembler(struct disassembler *d)
{
	ZydisDecoderInit(&d->decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&d->formatter, ZYDIS_FORMATTER_STYLE_INTEL);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_DISP_PADDING, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE);
}

// emit_instruction adds the line of the instruction at addr and returns its
// length: 1 for a byte that starts none, such as padding of another kind.
static size_t emit_instruction(struct asmtext *t, const struct disassembler *d, const struct image *img, uint64_t addr,
                               uint64_t end)
{
	const uint8_t *p = img->bytes + (addr - img->base);
	ZydisDecodedInstruction insn;
	ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
	char text[160] = "?";
	size_t n = 1;
	if (ZYAN_SUCCESS(ZydisDecoderDecodeFull(&d->decoder, p, end - addr, &insn, ops))) {
		n = insn.length;
		ZydisFormatterFormatInstruction(&d->formatter, &insn, ops, insn.operand_count_visible, text, sizeof text,
		                                addr - img->base, ZYAN_NULL);
	}
	emit_bytes(t, p, n, arena_strdup(t->out->arena, text));
	return n;
}

static void emit_code(struct asmtext *t, const struct image *img)
{
	struct disassembler d;
	start_disassembler(&d);
	size_t symbol = 0;
	for (uint64_t addr = img->base; addr < img->text_end;) {
		announce(t, img, addr);
		uint64_t end = next_symbol(img, &symbol, addr, img->text_end);
		while (addr < end)
			addr += emit_instruction(t, &d, img, addr, end);
	}
}

static void emit_constants(struct asmtext *t, const struct image *img)
{
	size_t symbol = 0;
	uint64_t all = img->base + img->size;
	for (uint64_t addr = img->text_end; addr < all;) {
		announce(t, img, addr);
		uint64_t end = next_symbol(img, &symbol, addr, all);
		while (addr < end) {
			size_t n = end - addr < DATA_BYTES_PER_LINE ? end - addr : DATA_BYTES_PER_LINE;
			emit_bytes(t, img->bytes + (addr - img->base), n,
			           arena_printf(t->out->arena, "+0x%llx", (unsigned long long)(addr - img->base)));
			addr += n;
		}
	}
}

void image_text_amd64(struct asmtext *t, const struct image *img, const char *name)
{
	uint64_t align = img->align < 16 ? 16 : img->align;
	asm_text(t, "\nTEXT %s(SB), NOSPLIT|NOFRAME, $0-0\n", name);
	asm_op(t, "PCALIGN", "$%llu", (unsigned long long)align);
	emit_code(t, img);
	if (img->text_end < img->base + img->size)
		asm_text(t, "\n\t// constants\n");
	emit_constants(t, img);
	asm_flush(t);
}
