/*
 * track87_test: arch/amd64/track87.h against the processor. Each x87
 * instruction, and each of MMX, SSE to SSE4.2 that is allowed, is run in memory
 * that can be executed, with the x87 state stored before and behind it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <cmocka.h>

#include "arch/amd64/allowed.h"
#include "arch/amd64/track87.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { CODE_BYTES = 4096, FRONT = 64, REGISTERS = 8, LONGEST = 15 };

// What fnstenv stores, in 64-bit code as in 32-bit.
struct env {
	uint32_t control, status, tags, rest[4];
};

// Doubles, and the mask of underflows open, of which there are none: as no instruction sets it by itself.
static const uint16_t control = 0x26f;

struct machine {
	uint8_t *page, *code;
	ZydisDecoder decoder;
	struct env before, after;
	struct env fresh; // behind fninit
	_Alignas(16) uint8_t memory[128];
};

static void machine_start(struct machine *m)
{
	*m = (struct machine){0};
	// not at the very start: a sanitizer looks in front of a function for what it is
	m->page = mmap(NULL, CODE_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(m->page != MAP_FAILED);
	m->code = m->page + FRONT;
	ZydisDecoderInit(&m->decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	__asm__ volatile("fninit; fnstenv %0" : "=m"(m->fresh));
}

static void machine_stop(struct machine *m)
{
	munmap(m->page, CODE_BYTES);
}

static uint8_t *put(uint8_t *p, const char *bytes, size_t n)
{
	memcpy(p, bytes, n);
	return p + n;
}

// machine_run runs an instruction with some copies of x on the x87 stack. Its operands in memory, by rsi or rdi, are
// machine_run's own; rax, rbx, rcx and rdx may change, and the vector registers.
static void machine_run(struct machine *m, const uint8_t *insn, size_t n, int loaded, double x)
{
	uint8_t *p = put(m->code, "\x53\xdb\xe3", 3); // push rbx; fninit
	for (int k = 0; k < loaded; k++)
		p = put(p, "\xdd\x02", 2); // fld qword [rdx]
	p = put(p, "\x41\xd9\x30\xd9\x29", 5); // fnstenv [r8]; fldcw [rcx]
	p = put(p, (const char *)insn, n);
	p = put(p, "\x41\xd9\x31\xdb\xe3\x5b\xc3", 7); // fnstenv [r9]; fninit; pop rbx; ret
	memset(m->memory, 0, sizeof m->memory);
	memcpy(m->memory, &m->fresh, sizeof m->fresh); // a control word, an environment, a state
	void (*run)(void *, void *, double *, const uint16_t *, struct env *, struct env *);
	memcpy(&run, &m->code, sizeof run);
	run(m->memory, m->memory, &x, &control, &m->before, &m->after);
}

static int top(const struct env *e)
{
	return e->status >> 11 & 7;
}

static int in_use(const struct env *e)
{
	int n = 0;
	for (int k = 0; k < REGISTERS; k++)
		n += (e->tags >> 2 * k & 3) != 3;
	return n;
}

// change is by how many registers the stack grew; unknown when its top and the number in use disagree.
static int change(const struct machine *m)
{
	int grown = in_use(&m->after) - in_use(&m->before);
	return ((top(&m->before) - top(&m->after) - grown) & 7) == 0 ? grown : AMD64_X87_UNKNOWN;
}

static bool decode(const struct machine *m, const uint8_t *bytes, ZydisDecodedInstruction *i, ZydisDecodedOperand *ops)
{
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(&m->decoder, bytes, LONGEST, i, ops));
}

// agrees runs an instruction on a stack of each depth that holds the register it names, and has room for one
// more if it pushes. Where the table says a number, it is that for every operand.
static bool agrees(struct machine *m, const uint8_t *bytes, const ZydisDecodedInstruction *i)
{
	static const double values[] = {1.0, -0.0, 0.5, 3.75, 1e300, -1e19};
	int named = bytes[1] < 0xc0 ? 0 : bytes[1] & 7, want = amd64_x87_change(i), is = 0;
	int from = named < 2 ? 2 : named == 7 && want == 1 ? 7 : named + 1;
	bool first = true, varies = false;
	for (size_t k = 0; k < COUNT(values); k++)
		for (int loaded = from; loaded == from || loaded < REGISTERS; loaded++) {
			machine_run(m, bytes, i->length, loaded, values[k]);
			varies |= !first && change(m) != is;
			is = change(m);
			first = false;
		}
	is = varies ? AMD64_X87_UNKNOWN : is;
	if (is == want)
		return true;
	print_error("%s, %02x %02x: the processor %d, the table %d\n", ZydisMnemonicGetString(i->mnemonic), bytes[0],
	            bytes[1], is, want);
	return false;
}

// All of d8 to df, of memory by rsi, and fwait. What the table says of the control word holds as well.
static void test_changes(void **state)
{
	struct machine m;
	size_t bad = 0, ran = 0;
	(void)state;
	machine_start(&m);
	for (unsigned opcode = 0xd8; opcode <= 0xe0; opcode++)
		for (unsigned modrm = 0; modrm < 256; modrm++) {
			const uint8_t bytes[LONGEST] = {opcode == 0xe0 ? 0x9b : (uint8_t)opcode, (uint8_t)modrm};
			ZydisDecodedInstruction i;
			ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
			if ((modrm < 0xc0 && (modrm & 0xc7) != 6) || !decode(&m, bytes, &i, ops))
				continue;
			ran++;
			bad += !agrees(&m, bytes, &i);
			if (amd64_x87_computes(&i) && (m.after.control & 0xffff) != control) {
				print_error("%s changes the control word\n", ZydisMnemonicGetString(i.mnemonic));
				bad++;
			}
		}
	print_message("%zu instructions ran\n", ran);
	machine_stop(&m);
	assert_int_equal(bad, 0);
}

// Every mnemonic of the x87 categories that Zydis can decode is in the table.
static void test_known(void **state)
{
	struct machine m = {0};
	size_t bad = 0;
	(void)state;
	ZydisDecoderInit(&m.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	for (unsigned word = 0; word < 1 << 16; word++) {
		const uint8_t bytes[LONGEST] = {(uint8_t)word, (uint8_t)(word >> 8)};
		ZydisDecodedInstruction i;
		ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
		if (!decode(&m, bytes, &i, ops) ||
		    (i.meta.category != ZYDIS_CATEGORY_X87_ALU && i.meta.category != ZYDIS_CATEGORY_FCMOV))
			continue;
		const char *what, *hint;
		struct arena *a = arena_new();
		// refused by its name, or computing: never as one that nearcall does not know
		if (!amd64_x87_computes(&i) && (amd64_allowed(a, &i, ops, &what, &hint) || !strstr(what, "control word"))) {
			print_error("%s is not in the table\n", ZydisMnemonicGetString(i.mnemonic));
			bad++;
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static bool is_vector(const ZydisDecodedInstruction *i)
{
	static const ZydisISASet sets[] = {
		ZYDIS_ISA_SET_PENTIUMMMX, ZYDIS_ISA_SET_SSE, ZYDIS_ISA_SET_SSE2, ZYDIS_ISA_SET_SSE2MMX, ZYDIS_ISA_SET_SSE3,
		ZYDIS_ISA_SET_SSSE3, ZYDIS_ISA_SET_SSSE3MMX, ZYDIS_ISA_SET_SSE4, ZYDIS_ISA_SET_SSE42,
	};
	for (size_t k = 0; k < COUNT(sets); k++)
		if (i->meta.isa_set == sets[k])
			return true;
	return false;
}

// mmx_agrees runs it on an empty and on a full stack: what uses MMX registers fills the one, what clears them
// empties the other, and nothing else changes anything.
static bool mmx_agrees(struct machine *m, const uint8_t *bytes, const ZydisDecodedInstruction *i,
                       const ZydisDecodedOperand *ops)
{
	machine_run(m, bytes, i->length, 0, 1.0);
	bool filled = in_use(&m->after) == REGISTERS;
	machine_run(m, bytes, i->length, REGISTERS, 1.0);
	bool emptied = in_use(&m->after) == 0;
	// cvtpi2ps of memory fills it by Intel's manual, and not on AMD's processors: that it does is the safe word
	if (i->mnemonic == ZYDIS_MNEMONIC_CVTPI2PS && ops[1].type == ZYDIS_OPERAND_TYPE_MEMORY)
		filled = true;
	if (filled == amd64_uses_mmx(i, ops) && emptied == amd64_clears_mmx(i))
		return true;
	print_error("%s, %02x %02x %02x: fills %d, clears %d\n", ZydisMnemonicGetString(i->mnemonic), bytes[0], bytes[1],
	            bytes[2], filled, emptied);
	return false;
}

static void test_mmx(void **state)
{
	static const uint8_t heads[][3] = {{0x0f}, {0x0f, 0x38}, {0x0f, 0x3a}};
	static const uint8_t prefixes[] = {0x90 /* nop */, 0x66, 0xf2, 0xf3};
	struct machine m;
	size_t bad = 0, ran = 0;
	(void)state;
	machine_start(&m);
	for (size_t p = 0; p < COUNT(prefixes); p++)
		for (unsigned head = 0; head < COUNT(heads); head++)
			for (unsigned opcode = 0; opcode < 512; opcode++) {
				uint8_t bytes[LONGEST + 1] = {prefixes[p], 0x0f}, modrm = opcode & 1 ? 0xc0 : 0x06;
				memcpy(bytes + 1, heads[head], 2);
				memcpy(bytes + 1 + (head ? 2 : 1), (uint8_t[]){(uint8_t)(opcode >> 1), modrm}, 2);
				if (head == 0 && (opcode >> 1 == 0x38 || opcode >> 1 == 0x3a))
					continue; // the other heads
				const uint8_t *code = bytes + (p == 0);
				ZydisDecodedInstruction i;
				ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
				if (!decode(&m, code, &i, ops) || !is_vector(&i))
					continue;
				ran++;
				bad += !mmx_agrees(&m, code, &i, ops);
			}
	print_message("%zu instructions ran\n", ran);
	machine_stop(&m);
	assert_true(ran > 400);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes), cmocka_unit_test(test_known), cmocka_unit_test(test_mmx)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
