/*
 * decode_test: arch/amd64/decode.c. What each kind of instruction is said to
 * read, write and access, row by row; and what has to hold of any bytes.
 *
 * An instruction is written as in insntext.h.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "arch/amd64/decode.h"
#include "arch/arch.h"
#include "decode_cases.h"
#include "insntext.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { ADDRESS = 0x1000 };

static const char *render(struct arena *a, const struct insn *in)
{
	const struct {
		bool is;
		const char *name;
	} words[] = {
		{in->marks & MARK_WIDE, " wide"}, {in->marks & MARK_ZERO_UPPER, " zero"}, {in->marks & MARK_MMX, " mmx"},
		{in->marks & MARK_EMMS, " emms"}, {in->marks & MARK_X87, " x87"},
	};
	const char *marks = "";
	for (size_t i = 0; i < COUNT(words); i++)
		marks = words[i].is ? arena_printf(a, "%s%s", marks, words[i].name) : marks;
	return insn_text(a, &arch_amd64, in, marks);
}

// All rows are tried, also behind one that fails.
static void test_cases(void **state)
{
	size_t bad = 0;
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < COUNT(decode_cases); i++) {
		const struct decode_case *c = &decode_cases[i];
		struct insn in;
		bool ok = amd64_decode((const uint8_t *)c->code, c->bytes, ADDRESS, &in);
		const char *is = ok ? render(a, &in) : "no instruction";
		if (strcmp(is, c->want) != 0 || (ok && (in.length != c->bytes || in.addr != ADDRESS))) {
			print_error("%s\n\tis   %s\n\twant %s\n", c->text, is, c->want);
			bad++;
		}
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void test_bits(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(bit_cases); i++) {
		struct insn in;
		bool ok = amd64_decode((const uint8_t *)bit_cases[i].code, bit_cases[i].bytes, ADDRESS, &in);
		if (ok && in.bits == bit_cases[i].bits && in.sets_flags == bit_cases[i].sets &&
		    in.all_flags == bit_cases[i].all && in.tests_flags == bit_cases[i].tests)
			continue;
		print_error("%s: bits %d, sets %d, all %d, tests %d\n", bit_cases[i].name, in.bits, in.sets_flags, in.all_flags,
		            in.tests_flags);
		bad++;
	}
	assert_int_equal(bad, 0);
}

// What has to hold of any instruction. Each says what does not, or NULL.

// The kinds whose result the proof follows, or that are the stack pointer's own.
static const char *check_stack_pointer(const struct amd64_decoded *d, const struct insn *in)
{
	(void)d;
	if (!(in->writes >> RSP & 1))
		return NULL;
	switch (in->kind) {
	case INSN_OTHER:
	case INSN_PUSH:
	case INSN_POP:
	case INSN_CALL:
	case INSN_RETURN:
	case INSN_LEAVE:
	case INSN_TRAP:
		return NULL;
	case INSN_ADD:
	case INSN_SUB:
	case INSN_AND:
	case INSN_MOVE:
	case INSN_ADDRESS:
	case INSN_SELECT:
	case INSN_ZERO_EXTEND:
	case INSN_SIGN_EXTEND:
		return in->to.kind == OPERAND_REGISTER && in->to.reg == RSP ? NULL : "the stack pointer is written beside the result";
	default:
		return "the stack pointer is written by a kind that writes nothing";
	}
}

// The walk applies no writes of these kinds. xabort is refused.
static const char *check_control(const struct amd64_decoded *d, const struct insn *in)
{
	regset sp = 1u << RSP;
	if (d->i.meta.isa_set == ZYDIS_ISA_SET_RTM)
		return NULL;
	switch (in->kind) {
	case INSN_NOTHING:
	case INSN_COMPARE:
	case INSN_JUMP:
		return in->writes ? "a register is written by a kind that writes nothing" : NULL;
	case INSN_CALL:
	case INSN_RETURN:
	case INSN_PUSH:
		return in->writes & ~sp ? "a register is written beside the stack pointer" : NULL;
	default:
		return in->target && in->kind != INSN_BRANCH ? "a target, but no jump" : NULL;
	}
}

static bool at_stack_pointer(const struct insn *in, const ZydisDecodedOperand *o)
{
	switch (in->kind) {
	case INSN_PUSH:
	case INSN_POP:
	case INSN_CALL:
	case INSN_RETURN:
		return o->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN && o->mem.base == ZYDIS_REGISTER_RSP;
	case INSN_LEAVE:
		return true;
	default:
		return false;
	}
}

static bool in_32_bits(ZydisRegister r)
{
	return r == ZYDIS_REGISTER_EIP || ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, r) == 32;
}

static const char *check_memory(const struct amd64_decoded *d, const struct insn *in)
{
	int want = 0;
	if (in->kind == INSN_OTHER && in->writes >> RSP & 1)
		return NULL; // a stack pointer that is not followed: refused
	for (int k = 0; k < d->i.operand_count; k++) {
		const ZydisDecodedOperand *o = &d->op[k];
		if (o->type != ZYDIS_OPERAND_TYPE_MEMORY || o->mem.type == ZYDIS_MEMOP_TYPE_AGEN || in->kind == INSN_NOTHING ||
		    at_stack_pointer(in, o))
			continue;
		if (want >= in->accesses)
			return "an access that is not listed";
		const struct access *x = &in->access[want++];
		if (x->bytes * 8 != o->size || x->reads != !!(o->actions & ZYDIS_OPERAND_ACTION_MASK_READ) ||
		    x->writes != !!(o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
			return "an access of another size or direction";
		bool narrow = in_32_bits(o->mem.base) || in_32_bits(o->mem.index);
		if (narrow ? x->at.base != REG_OTHER : !x->at.pc_relative && x->at.base != amd64_number(o->mem.base))
			return "an access at another place";
	}
	return want == in->accesses ? NULL : "more accesses than there are";
}

static const char *check_registers(const struct amd64_decoded *d, const struct insn *in)
{
	regset any = in->reads | in->writes;
	for (int k = 0; k < d->i.operand_count; k++) {
		const ZydisDecodedOperand *o = &d->op[k];
		uint8_t reg = amd64_number(o->type == ZYDIS_OPERAND_TYPE_REGISTER ? o->reg.value : ZYDIS_REGISTER_NONE);
		if (reg >= AMD64_REGS)
			continue;
		if ((o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) && !(in->writes >> reg & 1))
			return "a write that is not listed";
		if ((o->actions & ZYDIS_OPERAND_ACTION_CONDWRITE) && !(in->reads >> reg & 1))
			return "a write that may not happen, without a read";
	}
	if (in->data & ~in->reads || in->merges & ~in->reads || in->narrow & ~in->writes || in->fixed & ~any)
		return "a set that is no part of another";
	if (in->to.kind == OPERAND_REGISTER && !(in->writes >> in->to.reg & 1))
		return "a result that is not written";
	return any >> AMD64_REGS ? "a register that there is not" : NULL;
}

static const char *check_flags(const struct amd64_decoded *d, const struct insn *in)
{
	const ZydisAccessedFlags *f = d->i.cpu_flags;
	return f && (f->modified | f->set_0 | f->set_1 | f->undefined) && !in->sets_flags ? "flags are set, which is not said" : NULL;
}

// A string instruction moves the registers through which it goes.
static const char *check_string(const struct amd64_decoded *d, const struct insn *in)
{
	if (d->i.meta.category != ZYDIS_CATEGORY_STRINGOP)
		return NULL;
	for (int k = 0; k < d->i.operand_count; k++) {
		uint8_t base = amd64_number(d->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY ? d->op[k].mem.base : ZYDIS_REGISTER_NONE);
		if (base < AMD64_REGS && !(in->writes >> base & 1))
			return "a string instruction that leaves its address";
	}
	return NULL;
}

// A field means its place by the distance from the instruction's end.
static const char *check_reference(const uint8_t *p, const struct amd64_decoded *d, const struct insn *in)
{
	int64_t distance = 0;
	if (!in->width)
		return in->refers || in->target ? "a place without a field" : NULL;
	if (in->field == 0 || in->field + in->width > in->length)
		return "a field outside of the instruction";
	for (int b = in->width - 1; b >= 0; b--)
		distance = distance * 256 + p[in->field + b];
	if (p[in->field + in->width - 1] >= 0x80)
		distance -= (int64_t)1 << (8 * in->width);
	uint64_t place = insn_end(in) + (uint64_t)distance;
	bool short_one = d->i.address_width == 32 && !in->target;
	return (short_one ? (uint32_t)place : place) == in->refers ? NULL : "a field that means another place";
}

static const char *check(const uint8_t *p, const struct amd64_decoded *d, const struct insn *in)
{
	static const char *(*const checks[])(const struct amd64_decoded *d, const struct insn *in) = {
		check_stack_pointer, check_control, check_memory, check_registers, check_flags, check_string,
	};
	const char *what = in->length == d->i.length ? check_reference(p, d, in) : "another length";
	for (size_t i = 0; !what && i < COUNT(checks); i++)
		what = checks[i](d, in);
	return what;
}

enum { LONGEST = 15, SWEEP = 1000000, MOST_TOLD = 20 };

// One complaint for each mnemonic.
static void complain(bool told[], size_t *bad, const uint8_t *p, const struct amd64_decoded *d, const char *what)
{
	if (told[d->i.mnemonic] || ++*bad > MOST_TOLD)
		return;
	told[d->i.mnemonic] = true;
	print_error("%s: %s:", ZydisMnemonicGetString(d->i.mnemonic), what);
	for (int k = 0; k < d->i.length; k++)
		print_error(" %02x", p[k]);
	print_error("\n");
}

// More than an insn has room for: those of VIA's that encrypt.
static bool too_many_accesses(const struct amd64_decoded *d)
{
	int n = 0;
	for (int k = 0; k < d->i.operand_count; k++)
		n += d->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY && d->op[k].mem.type == ZYDIS_MEMOP_TYPE_MEM;
	return n > INSN_ACCESSES;
}

// Bytes of chance, half of them behind prefixes. The address is high, so that places wrap.
static void test_sweep(void **state)
{
	static bool told[ZYDIS_MNEMONIC_MAX_VALUE + 1];
	static const uint8_t prefixes[] = {0x66, 0x67, 0xf2, 0xf3, 0xf0, 0x48, 0x41, 0x0f, 0xc4, 0xc5, 0x62, 0x2e, 0x4f, 0x49};
	const char *given = getenv("SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL), rng = seed;
	size_t bad = 0, decoded = 0;
	(void)state;
	print_message("SEED=%" PRIu64 "\n", seed);
	for (size_t round = 0; round < SWEEP; round++) {
		uint8_t bytes[LONGEST];
		struct amd64_decoded d;
		struct insn in;
		for (size_t k = 0; k < LONGEST; k++) {
			rng = rng * 6364136223846793005 + 1442695040888963407;
			bytes[k] = (uint8_t)(rng >> 40);
			if (k < round % 4 && rng >> 63)
				bytes[k] = prefixes[(rng >> 50) % COUNT(prefixes)];
		}
		if (!amd64_read(bytes, LONGEST, &d))
			continue;
		bool exchange = d.i.mnemonic == ZYDIS_MNEMONIC_PAUSE && d.i.raw.rex.B; // of r8, whatever Zydis says
		bool none = exchange || too_many_accesses(&d);
		decoded++;
		assert_int_equal(amd64_decode(bytes, LONGEST, ADDRESS, &in), !none);
		if (none)
			continue;
		const char *what = check(bytes, &d, &in);
		if (what)
			complain(told, &bad, bytes, &d, what);
	}
	assert_true(decoded > SWEEP / 10);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_sweep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
