#include "trampolines/amd64/disasm.h"

void disassembler_start(struct disassembler *d)
{
	ZydisDecoderInit(&d->decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&d->formatter, ZYDIS_FORMATTER_STYLE_INTEL);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_DISP_PADDING, ZYDIS_PADDING_DISABLED);
	ZydisFormatterSetProperty(&d->formatter, ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE);
}

size_t disassemble(struct arena *a, const struct disassembler *d, const uint8_t *p, size_t n, uint64_t at,
                   const char **text)
{
	ZydisDecodedInstruction insn;
	ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
	char line[160] = "?";
	*text = "?";
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&d->decoder, p, n, &insn, ops)))
		return 1;
	ZydisFormatterFormatInstruction(&d->formatter, &insn, ops, insn.operand_count_visible, line, sizeof line, at,
	                                ZYAN_NULL);
	*text = arena_strdup(a, line);
	return insn.length;
}
