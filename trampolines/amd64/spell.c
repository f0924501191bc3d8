// spell.c - names, and the order of operands.
//
// Most of Go's names are Intel's in capitals, with the operands the other way
// round, and a letter for the size behind those of the general registers. The
// tables have what differs. No list of all that there is: what these rules spell
// is assembled and compared with the compiler's bytes before it is used.
#include "trampolines/amd64/spell.h"

#include "arch/amd64/decode.h"
#include "trampolines/amd64/emit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// Legacy SSE, in the names of the 386's assemblers.
static const struct {
	const char *intel, *go;
} sse_names[] = {
	{"MOVDQA", "MOVO"}, {"MOVDQU", "MOVOU"}, {"MOVD", "MOVL"}, {"MOVNTDQ", "MOVNTO"}, {"PADDD", "PADDL"},
	{"PSUBD", "PSUBL"}, {"PCMPEQD", "PCMPEQL"}, {"PCMPGTD", "PCMPGTL"}, {"PMADDWD", "PMADDWL"},
	{"PMULUDQ", "PMULULQ"}, {"PSLLD", "PSLLL"}, {"PSRLD", "PSRLL"}, {"PSRAD", "PSRAL"}, {"PSLLDQ", "PSLLO"},
	{"PSRLDQ", "PSRLO"}, {"PACKSSDW", "PACKSSLW"}, {"PUNPCKLWD", "PUNPCKLWL"}, {"PUNPCKHWD", "PUNPCKHWL"},
	{"PUNPCKLDQ", "PUNPCKLLQ"}, {"PUNPCKHDQ", "PUNPCKHLQ"}, {"CVTDQ2PD", "CVTPL2PD"}, {"CVTDQ2PS", "CVTPL2PS"},
	{"CVTPS2DQ", "CVTPS2PL"}, {"CVTTPS2DQ", "CVTTPS2PL"}, {"CVTPD2DQ", "CVTPD2PL"}, {"CVTTPD2DQ", "CVTTPD2PL"},
};

// Conversions, whose name ends in the size of the integer: by the memory operand,
// or by the register that the result is in.
static const struct {
	const char *intel, *narrow, *wide;
	bool by_memory;
} conversions[] = {
	{"CVTSI2SD", "CVTSL2SD", "CVTSQ2SD", true}, {"CVTSI2SS", "CVTSL2SS", "CVTSQ2SS", true},
	{"CVTSD2SI", "CVTSD2SL", "CVTSD2SQ", false}, {"CVTTSD2SI", "CVTTSD2SL", "CVTTSD2SQ", false},
	{"CVTSS2SI", "CVTSS2SL", "CVTSS2SQ", false}, {"CVTTSS2SI", "CVTTSS2SL", "CVTTSS2SQ", false},
	{"VCVTSI2SD", "VCVTSI2SDL", "VCVTSI2SDQ", true}, {"VCVTSI2SS", "VCVTSI2SSL", "VCVTSI2SSQ", true},
	{"VCVTUSI2SD", "VCVTUSI2SDL", "VCVTUSI2SDQ", true}, {"VCVTUSI2SS", "VCVTUSI2SSL", "VCVTUSI2SSQ", true},
	{"VCVTSD2SI", "VCVTSD2SI", "VCVTSD2SIQ", false}, {"VCVTTSD2SI", "VCVTTSD2SI", "VCVTTSD2SIQ", false},
	{"VCVTSS2SI", "VCVTSS2SI", "VCVTSS2SIQ", false}, {"VCVTTSS2SI", "VCVTTSS2SI", "VCVTTSS2SIQ", false},
	{"VCVTSD2USI", "VCVTSD2USIL", "VCVTSD2USIQ", false}, {"VCVTTSD2USI", "VCVTTSD2USIL", "VCVTTSD2USIQ", false},
	{"VCVTSS2USI", "VCVTSS2USIL", "VCVTSS2USIQ", false}, {"VCVTTSS2USI", "VCVTTSS2USIL", "VCVTTSS2USIQ", false},
};

// Those whose result is half as wide as their operand: X or Y by that.
static const char *const narrowing[] = {
	"VCVTPD2PS", "VCVTPD2DQ", "VCVTTPD2DQ", "VCVTPD2UDQ", "VCVTTPD2UDQ", "VCVTQQ2PS", "VCVTUQQ2PS",
};

static const struct {
	const char *intel, *go;
} conditions[] = {
	{"O", "OS"}, {"NO", "OC"}, {"B", "CS"}, {"NB", "CC"}, {"Z", "EQ"}, {"NZ", "NE"}, {"BE", "LS"}, {"NBE", "HI"},
	{"S", "MI"}, {"NS", "PL"}, {"P", "PS"}, {"NP", "PC"}, {"L", "LT"}, {"NL", "GE"}, {"LE", "LE"}, {"NLE", "GT"},
};

struct spelled {
	struct arena *arena;
	const struct amd64_decoded *d;
	const ZydisDecodedOperand *memory; // the one that counts from the instruction
	bool vectors;                      // has vector or mask registers
	const char *place;
};

static char size_letter(uint16_t bits)
{
	return bits == 8 ? 'B' : bits == 16 ? 'W' : bits == 32 ? 'L' : 'Q';
}

static const char *condition(const char *intel)
{
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
		if (strcmp(conditions[i].intel, intel) == 0)
			return conditions[i].go;
	return "?";
}

// Loads and stores of the x87: by the size of the number.
static bool x87(const struct spelled *s, struct spelling *out)
{
	char size = s->memory->size == 32 ? 'F' : s->memory->size == 64 ? 'D' : 'X';
	if (s->d->i.mnemonic == ZYDIS_MNEMONIC_FLD)
		*out = (struct spelling){.op = arena_printf(s->arena, "FMOV%c", size), .operands = arena_printf(s->arena, "%s, F0", s->place)};
	else if (s->d->i.mnemonic == ZYDIS_MNEMONIC_FSTP)
		*out = (struct spelling){.op = arena_printf(s->arena, "FMOV%cP", size), .operands = arena_printf(s->arena, "F0, %s", s->place)};
	else
		return false;
	return true;
}

static const char *integer_name(const struct spelled *s, const char *intel)
{
	const ZydisDecodedOperand *to = &s->d->op[0];
	char size = size_letter(to->size), from = size_letter(s->memory->size);
	if (strncmp(intel, "CMOV", 4) == 0)
		return arena_printf(s->arena, "CMOV%c%s", size, condition(intel + 4));
	if (strncmp(intel, "SET", 3) == 0)
		return arena_printf(s->arena, "SET%s", condition(intel + 3));
	if (strcmp(intel, "MOVZX") == 0 || strcmp(intel, "MOVSX") == 0 || strcmp(intel, "MOVSXD") == 0)
		return arena_printf(s->arena, "MOV%c%c%cX", from, size, intel[3]);
	if (strcmp(intel, "IMUL") == 0 && s->d->i.operand_count_visible == 3)
		return arena_printf(s->arena, "IMUL3%c", size);
	if (strcmp(intel, "CRC32") == 0)
		return arena_printf(s->arena, "CRC32%c", from);
	return arena_printf(s->arena, "%s%c", intel, size);
}

static const char *vector_name(const struct spelled *s, const char *intel)
{
	for (size_t i = 0; i < sizeof sse_names / sizeof *sse_names; i++)
		if (strcmp(sse_names[i].intel, intel) == 0)
			return sse_names[i].go;
	for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++)
		if (strcmp(conversions[i].intel, intel) == 0)
			return (conversions[i].by_memory ? s->memory->size : s->d->op[0].size) == 64 ? conversions[i].wide
			                                                                             : conversions[i].narrow;
	for (size_t i = 0; i < sizeof narrowing / sizeof *narrowing; i++)
		if (strcmp(narrowing[i], intel) == 0 && s->d->i.avx.vector_length < 512)
			return arena_printf(s->arena, "%s%c", intel, s->d->i.avx.vector_length == 256 ? 'Y' : 'X');
	return intel;
}

static const char *register_name(const struct spelled *s, ZydisRegister r)
{
	static const struct {
		ZydisRegisterClass class;
		char letter;
	} banks[] = {{ZYDIS_REGCLASS_XMM, 'X'}, {ZYDIS_REGCLASS_YMM, 'Y'}, {ZYDIS_REGCLASS_ZMM, 'Z'},
	             {ZYDIS_REGCLASS_MASK, 'K'}, {ZYDIS_REGCLASS_MMX, 'M'}};
	for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
		if (ZydisRegisterGetClass(r) == banks[i].class)
			return arena_printf(s->arena, "%c%d", banks[i].letter, ZydisRegisterGetId(r));
	uint8_t n = amd64_number(r);
	bool high = r == ZYDIS_REGISTER_AH || r == ZYDIS_REGISTER_BH || r == ZYDIS_REGISTER_CH || r == ZYDIS_REGISTER_DH;
	return n < 16 && !high ? emit_register(n) : NULL;
}

// NULL if it cannot be spelled; "" if it is left out.
static const char *operand(const struct spelled *s, const ZydisDecodedOperand *o)
{
	if (o == s->memory)
		return s->place;
	if (o->encoding == ZYDIS_OPERAND_ENCODING_MASK &&
	    (o->reg.value == ZYDIS_REGISTER_K0 || o->reg.value == ZYDIS_REGISTER_NONE))
		return "";
	if (o->type == ZYDIS_OPERAND_TYPE_REGISTER)
		return register_name(s, o->reg.value);
	if (o->type != ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return NULL;
	return o->imm.is_signed ? arena_printf(s->arena, "$%lld", (long long)o->imm.value.s)
	                        : arena_printf(s->arena, "$%llu", (unsigned long long)o->imm.value.u);
}

// The order of Go: the other way round, but for comparisons of general registers,
// and with the kind of an SSE comparison at the end.
static bool operands(const struct spelled *s, const char *intel, const char **out)
{
	size_t n = s->d->i.operand_count_visible;
	bool same = strcmp(intel, "CMP") == 0;
	bool rotated = !same && strncmp(intel, "CMP", 3) == 0 && s->vectors && n == 3;
	bool hidden = strcmp(intel, "BLENDVPS") == 0 || strcmp(intel, "BLENDVPD") == 0 || strcmp(intel, "PBLENDVB") == 0;
	*out = hidden ? "X0" : "";
	for (size_t i = 0; i < n; i++) {
		size_t last = rotated ? 2 : n; // of those that are turned round
		size_t at = same || i >= last ? i : last - 1 - i;
		const char *one = operand(s, &s->d->op[at]);
		if (!one)
			return false;
		if (*one)
			*out = arena_printf(s->arena, "%s%s%s", *out, **out ? ", " : "", one);
	}
	return true;
}

static const ZydisDecodedOperand *relative_operand(const struct amd64_decoded *d, bool *vectors)
{
	const ZydisDecodedOperand *found = NULL;
	*vectors = false;
	for (size_t i = 0; i < d->i.operand_count_visible; i++) {
		const ZydisDecodedOperand *o = &d->op[i];
		if (o->type == ZYDIS_OPERAND_TYPE_MEMORY && o->mem.base == ZYDIS_REGISTER_RIP)
			found = o;
		if (o->type == ZYDIS_OPERAND_TYPE_REGISTER && amd64_number(o->reg.value) >= 16)
			*vectors = true;
	}
	return found;
}

static const char *capitals(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s);
	for (char *c = out; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return out;
}

bool amd64_spell(struct arena *a, const uint8_t *p, size_t n, const char *place, struct spelling *out)
{
	struct amd64_decoded d;
	struct spelled s = {.arena = a, .d = &d, .place = place};
	if (!amd64_read(p, n, &d))
		return false;
	s.memory = relative_operand(&d, &s.vectors);
	switch (d.i.mnemonic) {
	case ZYDIS_MNEMONIC_CALL:
	case ZYDIS_MNEMONIC_JMP:
	case ZYDIS_MNEMONIC_PUSH: // Go's unwinder would count it twice
	case ZYDIS_MNEMONIC_POP:
		return false;
	default:
		break;
	}
	if (!s.memory)
		return false;
	if (x87(&s, out))
		return true;
	const char *intel = capitals(a, ZydisMnemonicGetString(d.i.mnemonic));
	bool scalar = strncmp(intel, "CVT", 3) == 0 || strncmp(intel, "VCVT", 4) == 0; // to a general register
	out->prefix = d.i.attributes & ZYDIS_ATTRIB_HAS_LOCK ? "LOCK" : NULL;
	out->op = s.vectors || scalar ? vector_name(&s, intel) : integer_name(&s, intel);
	if (d.i.avx.broadcast.mode != ZYDIS_BROADCAST_MODE_INVALID && !d.i.avx.broadcast.is_static)
		out->op = arena_printf(a, "%s.BCST", out->op);
	if (d.i.encoding == ZYDIS_INSTRUCTION_ENCODING_EVEX && d.i.raw.evex.z)
		out->op = arena_printf(a, "%s.Z", out->op);
	return operands(&s, intel, &out->operands);
}
