/*
 * rewrite_test: arch/amd64/rewrite.h. A table of instructions, and instructions at
 * random: what comes out reads as the text of the old one with the registers'
 * names changed, which is worked out here on the text alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch/amd64/rewrite.h"
#include "trampolines/amd64/disasm.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CODE(text) text, sizeof(text) - 1

enum { AX, CX, DX, BX, SP, BP, SI, DI, R8, R11 = 11, R13 = 13, REGS = 16, NO_CONSTANTS = -1 };

// As in a register entry whose result is shared with its first argument, and so on.
static const uint8_t same[REGS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const uint8_t go_regs[REGS] = {[AX] = R13, [CX] = DI, [DX] = CX, [BX] = BX, [SP] = SP, [BP] = BP, [SI] = BX,
                                              [DI] = AX, [R8] = SI, [9] = R8, [10] = 10, [11] = 11, [12] = 12, [13] = 9, [14] = 14, [15] = 15};

static const struct {
	const char *code;
	size_t n;
	const uint8_t *at;
	struct reframing frame;
	int64_t depth, constant;
	bool swapped;
	const char *want; // NULL: refused
} rows[] = {
	// registers of each width
	{CODE("\x48\x8d\x04\x37"), go_regs, {0}, 0, 0, false, "lea r13, [rax+rbx*1]"},
	{CODE("\x8d\x04\x37"), go_regs, {0}, 0, 0, false, "lea r13d, [rax+rbx*1]"},
	{CODE("\x89\xf8"), go_regs, {0}, 0, 0, false, "mov r13d, eax"},
	{CODE("\x66\x01\xf0"), go_regs, {0}, 0, 0, false, "add r13w, bx"},
	{CODE("\x40\x0f\xb6\xc7"), go_regs, {0}, 0, 0, false, "movzx r13d, al"},
	{CODE("\x44\x88\xc0"), go_regs, {0}, 0, 0, false, "mov r13b, sil"},
	{CODE("\x0f\x94\xc0"), go_regs, {0}, 0, 0, false, "setz r13b"},
	{CODE("\x48\x0f\xcf"), go_regs, {0}, 0, 0, false, "bswap rax"},
	{CODE("\x48\x87\xf7"), go_regs, {0}, 0, 0, false, "xchg rax, rbx"},
	{CODE("\x48\x83\xc0\xff"), go_regs, {0}, 0, 0, false, "add r13, 0xffffffffffffffff"},
	{CODE("\x48\x0f\x44\xc6"), go_regs, {0}, 0, 0, false, "cmovz r13, rbx"},
	{CODE("\xf0\x0f\xc1\x37"), go_regs, {0}, 0, 0, false, "lock xadd [rax], ebx"},
	{CODE("\x48\xb8\x01\x02\x03\x04\x05\x06\x07\x08"), go_regs, {0}, 0, 0, false, "mov r13, 0x807060504030201"},
	// bases that cannot do without a displacement, an index that needs REX
	{CODE("\x8b\x00"), go_regs, {0}, 0, 0, false, "mov r13d, [r13]"},
	{CODE("\x8b\x04\x85\x10\x00\x00\x00"), go_regs, {0}, 0, 0, false, "mov r13d, [r13*4+0x10]"},
	{CODE("\x66\x0f\x6e\xc7"), go_regs, {0}, 0, 0, false, "movd xmm0, eax"},
	{CODE("\xc5\xf9\x6e\xc7"), go_regs, {0}, 0, 0, false, "vmovd xmm0, eax"},
	{CODE("\xc4\xe2\xf8\xf2\xc7"), go_regs, {0}, 0, 0, false, "andn r13, r13, rax"},
	{CODE("\x62\xf1\xfd\x08\x6e\xc7"), go_regs, {0}, 0, 0, false, "vmovq xmm0, rax"},
	// high bytes stay where they are, or are refused
	{CODE("\x0f\xb6\xc4"), go_regs, {0}, 0, 0, false, NULL},
	{CODE("\x88\xe3"), go_regs, {0}, 0, 0, false, NULL},
	{CODE("\x0f\xb6\xdf"), go_regs, {0}, 0, 0, false, "movzx ebx, bh"},
	{CODE("\x88\xf8"), go_regs, {0}, 0, 0, false, NULL}, // mov al, bh: there is none beside r13b
	// locals with the frame pointer gone: eight bytes nearer to the return address, and to rsp
	{CODE("\x89\x7d\xfc"), same, {.dropped = 8}, 8, 0, false, "mov [rsp-0x4], edi"},
	{CODE("\x48\x89\x45\x00"), same, {.dropped = 8}, 8, 0, false, "mov [rsp], rax"},
	{CODE("\x48\x8b\x45\xf0"), same, {.dropped = 8}, 40, 0, false, "mov rax, [rsp+0x10]"},
	{CODE("\x48\x8d\x44\x8d\xe0"), same, {.dropped = 8}, 8, 0, false, "lea rax, [rsp+rcx*4-0x20]"},
	{CODE("\x89\x7c\x24\x04"), same, {.dropped = 8}, 40, 0, false, "mov [rsp+0x4], edi"},
	{CODE("\x89\x7c\x24\xfc"), same, {0}, 0, 0, false, "mov [rsp-0x4], edi"},
	{CODE("\x89\x7c\x8c\xe0"), go_regs, {0}, 0, 0, false, "mov [rsp+rdi*4-0x20], eax"},
	// the frame pointer itself, and an index that is none of a local's address
	{CODE("\x48\x89\xe8"), same, {.dropped = 8}, 8, 0, false, NULL},
	{CODE("\x48\x8d\x04\x2f"), same, {.dropped = 8}, 8, 0, false, NULL},
	{CODE("\x48\x89\xe8"), same, {0}, 0, 0, false, "mov rax, rbp"},
	// the return address, and what lies above it without arguments there
	{CODE("\x48\x8b\x04\x24"), same, {0}, 0, 0, false, NULL},
	{CODE("\x48\x8b\x45\x08"), same, {.dropped = 8}, 8, 0, false, NULL},
	{CODE("\x48\x8b\x44\x24\x08"), same, {0}, 0, 0, false, NULL},
	{CODE("\x48\x8b\x44\x24\x04"), same, {.arguments = true, .shift = 48}, 0, 0, false, NULL},
	// arguments: at their place in Go's frame
	{CODE("\x48\x8b\x44\x24\x08"), same, {.arguments = true, .shift = 48}, 0, 0, false, "mov rax, [rsp+0x38]"},
	{CODE("\x48\x03\x45\x10"), same, {.arguments = true, .shift = 48, .dropped = 8}, 8, 0, false, "add rax, [rsp+0x38]"},
	{CODE("\x48\x8d\x44\x24\x10"), same, {.arguments = true, .shift = 48}, 8, 0, false, "lea rax, [rsp+0x40]"},
	{CODE("\x48\x89\x44\x24\xf8"), same, {.arguments = true, .shift = 48}, 0, 0, false, "mov [rsp-0x8], rax"},
	{CODE("\x48\x8b\x44\x24\x08"), same, {.arguments = true}, 0, 0, false, "mov rax, [rsp+0x8]"},
	{CODE("\xf2\x0f\x58\x45\x18"), same, {.arguments = true, .dropped = 8}, 8, 0, false, "addsd xmm0, [rsp+0x10]"},
	// with an index one cannot see which of the two it is
	{CODE("\x48\x8b\x44\xcc\x08"), same, {.arguments = true, .shift = 48}, 0, 0, false, NULL},
	{CODE("\x48\x8b\x44\xcc\x08"), same, {.arguments = true}, 0, 0, false, "mov rax, [rsp+rcx*8+0x8]"},
	{CODE("\x48\x8b\x44\xcd\xf0"), same, {.arguments = true, .shift = 8, .dropped = 8}, 8, 0, false, "mov rax, [rsp+rcx*8-0x10]"},
	{CODE("\x48\x8b\x44\xcd\xf0"), same, {.arguments = true, .dropped = 8}, 8, 0, false, NULL},
	// nor where an address goes that is computed from the stack pointer
	{CODE("\x48\x89\xe0"), same, {.arguments = true, .shift = 48}, 0, 0, false, NULL},
	// constants
	{CODE("\xf2\x0f\x58\x05\x10\x00\x00\x00"), same, {0}, 0, 24, false, "addsd xmm0, [r11+0x18]"},
	{CODE("\x0f\x54\x05\x10\x00\x00\x00"), go_regs, {0}, 0, 0, false, "andps xmm0, [r11]"},
	{CODE("\x48\x03\x05\x10\x00\x00\x00"), go_regs, {0}, 0, 8, false, "add r13, [r11+0x8]"},
	// operands that change places
	{CODE("\x48\x01\xf8"), go_regs, {0}, 0, 0, true, "add rax, r13"},
	{CODE("\x48\x0f\xaf\xc7"), go_regs, {0}, 0, 0, true, "imul rax, r13"},
	// bytes that are no instruction, or more than one
	{CODE("\x06"), same, {0}, 0, 0, false, NULL},
	{CODE("\x90\x90"), same, {0}, 0, 0, false, NULL},
};

// The text of an instruction, without the sizes of operands in memory.
static const char *text_of(struct arena *a, const struct disassembler *d, const uint8_t *code, size_t n)
{
	const char *text;
	if (disassemble(a, d, code, n, 0, &text) != n)
		return NULL;
	char *out = arena_strdup(a, text), *ptr;
	while ((ptr = strstr(out, " ptr [")) != NULL) {
		char *word = ptr;
		while (word > out && word[-1] != ' ')
			word--;
		memmove(word, ptr + 5, strlen(ptr + 5) + 1);
	}
	return out;
}

static void test_table(void **state)
{
	struct arena *a = arena_new();
	struct disassembler d;
	size_t bad = 0;
	(void)state;
	disassembler_start(&d);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct rewriting w = {.frame = rows[i].frame, .depth = rows[i].depth, .swapped = rows[i].swapped,
		                      .constants = R11, .constant = rows[i].constant};
		uint8_t out[INSN_MAX_BYTES];
		memcpy(w.at.at, rows[i].at, REGS);
		size_t n = amd64_rewrite((const uint8_t *)rows[i].code, rows[i].n, &w, out);
		const char *got = n ? text_of(a, &d, out, n) : NULL, *was = text_of(a, &d, (const uint8_t *)rows[i].code, rows[i].n);
		if ((got == NULL) != (rows[i].want == NULL) || (got && strcmp(got, rows[i].want) != 0)) {
			print_error("row %zu, %s: %s, want %s\n", i, was ? was : "?", got ? got : "refused", rows[i].want ? rows[i].want : "refused");
			bad++;
		}
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

// Without a register for them, constants cannot be read.
static void test_no_constants(void **state)
{
	struct rewriting w = {.constants = NO_CONSTANTS};
	uint8_t out[INSN_MAX_BYTES];
	(void)state;
	memcpy(w.at.at, same, REGS);
	assert_int_equal(amd64_rewrite((const uint8_t *)"\xf2\x0f\x58\x05\x10\x00\x00\x00", 8, &w, out), 0);
}

// The general registers' names, by number and width.
static const char *const names[4][REGS] = {
	{"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"},
	{"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d"},
	{"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w"},
	{"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b"},
};

static const char *renamed_word(const char *word, size_t n, const uint8_t *at)
{
	for (size_t width = 0; width < 4; width++)
		for (size_t r = 0; r < REGS; r++)
			if (strlen(names[width][r]) == n && memcmp(names[width][r], word, n) == 0)
				return names[width][at[r]];
	return NULL;
}

// The text with other names. The mnemonic is left alone.
static const char *renamed_text(struct arena *a, const char *text, const uint8_t *at)
{
	size_t mnemonic = strcspn(text, " ");
	const char *out = arena_printf(a, "%.*s", (int)mnemonic, text);
	for (const char *p = text + mnemonic; *p;) {
		size_t n = strcspn(p, " ,[]+*-:{}");
		const char *name = n ? renamed_word(p, n, at) : NULL;
		n = n ? n : 1;
		out = name ? arena_printf(a, "%s%s", out, name) : arena_printf(a, "%s%.*s", out, (int)n, p);
		p += n;
	}
	return out;
}

static uint64_t random_state;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

// Any order of the registers but for rsp and rbp.
static void random_order(uint8_t *at)
{
	memcpy(at, same, REGS);
	for (size_t i = REGS - 1; i > 0; i--) {
		size_t k = next_random() % (i + 1);
		if (i != SP && i != BP && k != SP && k != BP) {
			uint8_t was = at[i];
			at[i] = at[k];
			at[k] = was;
		}
	}
}

// Bytes at random, of which many begin as common instructions do.
static void random_bytes(uint8_t *code)
{
	static const uint8_t starts[][3] = {{0x48}, {0x66}, {0x0f}, {0xf2, 0x0f}, {0x66, 0x0f}, {0x48, 0x0f}, {0x40, 0x0f},
	                                    {0xc5}, {0xc4, 0xe2}, {0x62, 0xf1}, {0x44}, {0x49}, {0xf3, 0x0f}, {0x4d}, {0x41}};
	const uint8_t *start = starts[next_random() % COUNT(starts)];
	size_t n = 0;
	while (next_random() % 4 && n < 2 && start[n]) {
		code[n] = start[n];
		n++;
	}
	for (; n < INSN_MAX_BYTES; n++)
		code[n] = (uint8_t)(next_random() >> 13);
}

static size_t length_of(const struct disassembler *d, const uint8_t *code, bool *relative)
{
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&d->decoder, code, INSN_MAX_BYTES, &i, op)))
		return 0;
	*relative = i.attributes & ZYDIS_ATTRIB_IS_RELATIVE;
	return i.length;
}

static bool uses_place_on_stack(const char *text)
{
	return strstr(text, "rsp") != NULL;
}

enum { INSTRUCTIONS = 200000 };

// With registers in any order, and in their own: refused, or the text with the
// names changed. Instructions that have a place on the stack have their own rules.
static void test_random(void **state)
{
	struct disassembler d;
	size_t done = 0, rewritten = 0, bad = 0;
	const char *seed = getenv("SEED");
	(void)state;
	disassembler_start(&d);
	random_state = seed ? strtoull(seed, NULL, 10) : 20260101;
	print_message("seed %llu (SEED)\n", (unsigned long long)random_state);
	for (size_t i = 0; i < INSTRUCTIONS && bad < 10; i++) {
		struct rewriting w = {.constants = R11, .constant = 16};
		uint8_t code[INSN_MAX_BYTES], out[INSN_MAX_BYTES];
		random_bytes(code);
		bool relative = false;
		size_t n = length_of(&d, code, &relative);
		if (!n)
			continue;
		if (i % 4)
			random_order(w.at.at);
		else
			memcpy(w.at.at, same, REGS);
		struct arena *a = arena_new();
		const char *was = text_of(a, &d, code, n);
		size_t got = amd64_rewrite(code, n, &w, out);
		done++;
		if (got && !relative && !uses_place_on_stack(was)) {
			const char *text = text_of(a, &d, out, got), *want = renamed_text(a, was, w.at.at);
			rewritten++;
			if (!text || strcmp(text, want) != 0) {
				print_error("%s: %s, want %s\n", was, text ? text : "?", want);
				bad++;
			}
		}
		arena_free(a);
	}
	print_message("%zu instructions, %zu of them rewritten\n", done, rewritten);
	assert_int_equal(bad, 0);
	assert_true(done > INSTRUCTIONS / 3);
	assert_true(rewritten > done / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table), cmocka_unit_test(test_no_constants),
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
