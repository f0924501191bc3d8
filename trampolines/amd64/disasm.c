#include "trampolines/amd64/disasm.h"

uint64_t asm_little_endian(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = n; i-- > 0;)
		v = v << 8 | p[i];
	return v;
}

void asm_bytes(struct asmtext *t, const uint8_t *p, size_t n, const char *comment)
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
		                                 (unsigned long long)asm_little_endian(p + at, steps[s].size));
		rest = op ? arena_printf(t->out->arena, "%s; %s %s", rest, steps[s].op, value) : value;
		op = op ? op : steps[s].op;
		at += steps[s].size;
	}
	if (op)
		asm_data(t, op, rest, comment);
}

// A name as a comment can hold it.
const char *asm_one_line(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);
	for (char *p = s; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return s;
}

void disassembler_start(struct disassembler *d)
{
	ZydisDecoderInit(&d->decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&d->formatter, ZYDIS_FORMATTER_STYLE_INTEL);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_DISP_PADDING, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE);
}

size_t disassemble(struct arena *a, const struct disassembler *d, const uint8_t *p, size_t n, uint64_t at, const char **text)
{
	ZydisDecodedInstruction insn;
	ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
	char line[160] = "?";
	*text = "?";
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&d->decoder, p, n, &insn, ops)))
		return 1;
	ZydisFormatterFormatInstruction(&d->formatter, &insn, ops, insn.operand_count_visible, line, sizeof line, at, ZYAN_NULL);
	*text = arena_strdup(a, line);
	return insn.length;
}
