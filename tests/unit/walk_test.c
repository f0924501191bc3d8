/*
 * walk_test: prove/walk.h and prove/prove.h on images made here: the stack
 * bounds of small functions, and what is refused with which words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "refused_cases.h"
#include "walk_cases.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

// All cases are tried, also behind one that fails.
static void test_bounds(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(walk_cases); i++) {
		struct proving *p = proving_new(walk_cases[i].code, walk_cases[i].bytes, walk_cases[i].symbols, NULL, 0);
		const struct proven *f = proving_run(p);
		if (!f || f->bound != walk_cases[i].bound) {
			print_error("%s: %lld bytes, want %llu\n%s", walk_cases[i].name, f ? (long long)f->bound : -1,
			            (unsigned long long)walk_cases[i].bound, told(&p->diags));
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// One problem, one message, with a hint.
static void test_refused(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(refused_cases); i++) {
		struct proving *p =
			proving_new(refused_cases[i].code, refused_cases[i].bytes, refused_cases[i].symbols, NULL, 0);
		char want[200];
		snprintf(want, sizeof want, "pkg: error: %s", refused_cases[i].told);
		bool proven = proving_run(p);
		const char *text = told(&p->diags);
		if (proven || p->diags.list.n != 1 || strncmp(text, want, strlen(want)) != 0 || !strstr(text, "\n\thint: ")) {
			print_error("%s: %s, want %s\n", refused_cases[i].name, *text ? text : "no complaint\n", want);
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// Code cut off anywhere: some verdict, and no byte read behind it.
static void test_truncated(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(walk_cases); i++)
		for (size_t n = 1; n < walk_cases[i].bytes; n++) {
			struct proving *p = proving_new(walk_cases[i].code, n, walk_cases[i].symbols, NULL, 0);
			if (p->img.symbols.v[p->img.symbols.n - 1].addr < CODE_BASE + n)
				proving_run(p);
			proving_free(p);
		}
}

// Bytes changed at random: some verdict. The order is the same in every run.
static void test_damaged(void **state)
{
	uint64_t rng = 1;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t i = (size_t)round % COUNT(walk_cases);
		struct proving *p = proving_new(walk_cases[i].code, walk_cases[i].bytes, walk_cases[i].symbols, NULL, 0);
		for (int k = 0; k < 3; k++) {
			rng = rng * 6364136223846793005 + 1442695040888963407;
			p->bytes[(rng >> 40) % walk_cases[i].bytes] = (uint8_t)(rng >> 32);
		}
		proving_run(p);
		proving_free(p);
	}
}

// Switch of four cases that use 8, 16, 24 and 400 bytes; the table is at 0x1100. In front of it stands what bounds the
// index, or does not.
static const char switch_code[] =
	"\x48\x8d\x15\xf1\x00\x00\x00" /* 1008: lea rdx,[rip+0xf1] = 1100 */
	"\x48\x63\x04\xba" /* movsxd rax,dword [rdx+rdi*4] */
	"\x48\x01\xd0" /* add rax,rdx */
	"\xff\xe0" /* jmp rax */
	"\x48\x83\xec\x08" /* 1018: sub rsp,0x8 */
	"\x48\x83\xc4\x08" /* add rsp,0x8 */
	"\xc3" /* ret */
	"\x48\x83\xec\x10" /* 1021: sub rsp,0x10 */
	"\x48\x83\xc4\x10" /* add rsp,0x10 */
	"\xc3" /* ret */
	"\x48\x83\xec\x18" /* 102a: sub rsp,0x18 */
	"\x48\x83\xc4\x18" /* add rsp,0x18 */
	"\xc3" /* ret */
	"\x48\x81\xec\x90\x01\x00\x00" /* 1033: sub rsp,0x190 */
	"\x48\x81\xc4\x90\x01\x00\x00" /* add rsp,0x190 */
	"\xc3" /* 1041: ret */;

enum { TABLE = 0x1100, ELEMENTS = 4, BOUNDING = 8 };

static const char by_comparison[BOUNDING] = "\x83\xff\x03" /* cmp edi,0x3 */
                                            "\x77\x3c" /* ja 1041 */
                                            "\x89\xff" /* mov edi,edi */
                                            "\x90";

static struct proving *switch_image(const char bounding[BOUNDING], size_t relocs)
{
	static const struct code_symbol f[5] = {{"f", 0, BOUNDING + sizeof switch_code - 1}};
	char code[TABLE - CODE_BASE];
	int32_t table[ELEMENTS] = {0x1018 - TABLE, 0x1021 - TABLE, 0x102a - TABLE, 0x1033 - TABLE};
	memset(code, 0xcc, sizeof code);
	memcpy(code, bounding, BOUNDING);
	memcpy(code + BOUNDING, switch_code, sizeof switch_code - 1);
	struct proving *p = proving_new(code, sizeof code, f, table, sizeof table);
	for (size_t i = 0; i < relocs; i++)
		VEC_PUSH(p->arena, &p->img.relocs, (struct reloc){.addr = TABLE + 4 * i, .type = R_X86_64_PC32, .symbol = ""});
	return p;
}

// All elements that the index may mean count, and there have to be so many.
static void test_jump_table(void **state)
{
	static const uint64_t bound[ELEMENTS + 1] = {0, 8, 16, 24, 400};
	static const struct {
		char bounding[BOUNDING + 1];
		size_t elements; // 0: the index may be anything
	} rows[] = {
		{"\x83\xff\x03\x77\x3c\x89\xff\x90" /* cmp edi,3; ja 1041; mov edi,edi */, 4},
		{"\x89\xff\x83\xff\x00\x77\x3a\x90" /* mov edi,edi; cmp edi,0; ja 1041 */, 1},
		{"\x83\xff\x02\x73\x3c\x89\xff\x90" /* cmp edi,2; jae 1041; mov edi,edi */, 2},
		{"\x48\x83\xff\x02\x77\x3b\x66\x90" /* cmp rdi,2; ja 1041 */, 3},
		{"\x83\xe7\x01\x90\x90\x90\x90\x90" /* and edi,1 */, 2},
		{"\x48\x83\xe7\x02\x90\x90\x90\x90" /* and rdi,2 */, 3},
		{"\x90\x90\x90\x90\x90\x90\x90\x90" /* nothing */, 0},
		{"\x83\xff\x03\x77\x3c\x90\x90\x90" /* cmp edi,3; ja 1041: not of rdi's upper half */, 0},
		{"\x83\xff\x03\x7f\x3c\x89\xff\x90" /* cmp edi,3; jg 1041; mov edi,edi: not of negative ones */, 0},
		{"\x83\xff\x03\x73\x00\x89\xff\x90" /* cmp edi,3; jae behind it */, 0},
		{"\x83\xff\x03\xf5\x77\x3b\x89\xff" /* cmp edi,3; cmc; ja 1041; mov edi,edi */, 0},
		{"\x83\xff\x03\x89\xf7\x77\x3a\x90" /* cmp edi,3; mov edi,esi; ja 1041 */, 0},
		{"\x83\xff\x03\xff\xc7\x77\x3a\x90" /* cmp edi,3; inc edi; ja 1041 */, 0},
		{"\x40\x0f\xb6\xff\x90\x90\x90\x90" /* movzx edi,dil: 256 of them */, 0},
		{"\x83\xe7\xfe\x90\x90\x90\x90\x90" /* and edi,-2 */, 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t n = 0; n <= ELEMENTS; n++) {
			struct proving *p = switch_image(rows[i].bounding, n);
			const struct proven *f = proving_run(p);
			bool want = rows[i].elements && rows[i].elements <= n;
			if (!f != !want || (f && f->bound != bound[rows[i].elements]))
				fail_msg("row %zu, %zu elements: %lld; %s", i, n, f ? (long long)f->bound : -1, told(&p->diags));
			if (!f)
				assert_non_null(strstr(told(&p->diags), "f jumps through a table with an index that nothing bounds"));
			proving_free(p);
		}
}

static void test_jump_table_unusable(void **state)
{
	(void)state;
	struct proving *p = switch_image(by_comparison, ELEMENTS);
	for (size_t i = 0; i < ELEMENTS; i++)
		p->img.relocs.v[i].dynamic = true; // what is in the table is not known yet
	assert_null(proving_run(p));
	proving_free(p);

	p = switch_image(by_comparison, ELEMENTS);
	memset(p->bytes + (TABLE - CODE_BASE), 0x7f, 4); // out of the image
	assert_null(proving_run(p));
	proving_free(p);
}

// What functions call through pointers that change hands, must be counted.
static void test_function_pointers(void **state)
{
	static const struct {
		const char *name, *code;
		size_t bytes;
		struct code_symbol symbols[5];
		uint64_t least; // what the deepest path takes
	} rows[] = {
		{"one function for two pointers",
		 CODE("\x50" /* f: push rax */
		      "\x48\x8d\x3d\x19\x00\x00\x00" /* lea rdi,[rip+0x19] = h */
		      "\xe8\x0e\x00\x00\x00" /* call each */
		      "\x48\x8d\x3d\x0c\x00\x00\x00" /* lea rdi,[rip+0xc] = g */
		      "\xe8\x02\x00\x00\x00" /* call each */
		      "\x59" /* pop rcx */
		      "\xc3" /* ret */
		      "\x53" /* each: push rbx */
		      "\xff\xd7" /* call rdi */
		      "\x5b" /* pop rbx */
		      "\xc3" /* ret */
		      "\xc3" /* g: ret */
		      "\x48\x83\xec\x48" /* h: sub rsp,0x48 */
		      "\x48\x83\xc4\x48" /* add rsp,0x48 */
		      "\xc3" /* ret */),
		 {{"f", 0, 27}, {"each", 27, 5}, {"g", 32, 1}, {"h", 33, 9}}, 8 + 8 + 8 + 8 + 72},
		{"a pointer that a callee replaces",
		 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
		      "\x48\x8d\x05\x23\x00\x00\x00" /* lea rax,[rip+0x23] = g */
		      "\x48\x89\x44\x24\x08" /* mov [rsp+0x8],rax */
		      "\x48\x8d\x7c\x24\x08" /* lea rdi,[rsp+0x8] */
		      "\xe8\x09\x00\x00\x00" /* call set */
		      "\xff\x54\x24\x08" /* call [rsp+0x8] */
		      "\x48\x83\xc4\x18" /* add rsp,0x18 */
		      "\xc3" /* ret */
		      "\x48\x8d\x05\x05\x00\x00\x00" /* set: lea rax,[rip+0x5] = h */
		      "\x48\x89\x07" /* mov [rdi],rax */
		      "\xc3" /* ret */
		      "\xc3" /* g: ret */
		      "\x48\x81\xec\xc8\x00\x00\x00" /* h: sub rsp,0xc8 */
		      "\x48\x81\xc4\xc8\x00\x00\x00" /* add rsp,0xc8 */
		      "\xc3" /* ret */),
		 {{"f", 0, 35}, {"set", 35, 11}, {"g", 46, 1}, {"h", 47, 15}}, 24 + 8 + 200},
		{"a pointer in an array",
		 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
		      "\x48\x8d\x05\x1d\x00\x00\x00" /* lea rax,[rip+0x1d] = g */
		      "\x48\x89\x04\x24" /* mov [rsp],rax */
		      "\x48\x89\x44\x24\x08" /* mov [rsp+0x8],rax */
		      "\x48\x8d\x05\x0e\x00\x00\x00" /* lea rax,[rip+0xe] = h */
		      "\x48\x89\x04\xfc" /* mov [rsp+rdi*8],rax */
		      "\xff\x54\x24\x08" /* call [rsp+0x8] */
		      "\x48\x83\xc4\x18" /* add rsp,0x18 */
		      "\xc3" /* ret */
		      "\xc3" /* g: ret */
		      "\x48\x81\xec\xc8\x00\x00\x00" /* h: sub rsp,0xc8 */
		      "\x48\x81\xc4\xc8\x00\x00\x00" /* add rsp,0xc8 */
		      "\xc3" /* ret */),
		 {{"f", 0, 40}, {"g", 40, 1}, {"h", 41, 15}}, 24 + 8 + 200},
		{"a pointer that a callee replaces through a caller's register, which it only might have written",
		 CODE("\x53" /* f: push rbx */
		      "\x48\x83\xec\x10" /* sub rsp,0x10 */
		      "\x48\x89\xe3" /* mov rbx,rsp */
		      "\x48\x8d\x05\x26\x00\x00\x00" /* lea rax,[rip+0x26] = g */
		      "\x48\x89\x04\x24" /* mov [rsp],rax */
		      "\xe8\x09\x00\x00\x00" /* call set */
		      "\xff\x14\x24" /* call [rsp] */
		      "\x48\x83\xc4\x10" /* add rsp,0x10 */
		      "\x5b" /* pop rbx */
		      "\xc3" /* ret */
		      "\x53" /* set: push rbx */
		      "\x48\x8d\x15\x0d\x00\x00\x00" /* lea rdx,[rip+0xd] = h */
		      "\x48\x39\xff" /* cmp rdi,rdi */
		      "\x48\x0f\x45\xd8" /* cmovne rbx,rax */
		      "\x48\x89\x13" /* mov [rbx],rdx */
		      "\x5b" /* pop rbx */
		      "\xc3" /* ret */
		      "\xc3" /* g: ret */
		      "\x48\x81\xec\xc8\x00\x00\x00" /* h: sub rsp,0xc8 */
		      "\x48\x81\xc4\xc8\x00\x00\x00" /* add rsp,0xc8 */
		      "\xc3" /* ret */),
		 {{"f", 0, 33}, {"set", 33, 20}, {"g", 53, 1}, {"h", 54, 15}}, 24 + 8 + 200},
	};
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proving *p = proving_new(rows[i].code, rows[i].bytes, rows[i].symbols, NULL, 0);
		const struct proven *f = proving_run(p);
		// refused is sound too
		if (f && f->bound < rows[i].least) {
			print_error("%s: bound %llu, but %llu are used\n", rows[i].name, (unsigned long long)f->bound,
			            (unsigned long long)rows[i].least);
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// A stack pointer that is no multiple of a word goes further down, when it is rounded, than one that is.
static void test_odd_stack(void **state)
{
	static const struct {
		const char *name, *code;
		size_t bytes;
		struct code_symbol symbols[5];
		uint64_t least; // the deepest that it gets, of all stack pointers that Go may call it with
	} rows[] = {
		{"in one function",
		 CODE("\x55" /* f: push rbp */
		      "\x48\x89\xe5" /* mov rbp,rsp */
		      "\x48\x83\xec\x01" /* sub rsp,0x1 */
		      "\x48\x83\xe4\xf0" /* and rsp,0xfffffffffffffff0 */
		      "\x57" /* push rdi */
		      "\xc9" /* leave */
		      "\xc3" /* ret */),
		 {{"f", 0, 15}}, 8 + 16 + 8},
		{"in a callee",
		 CODE("\x48\x83\xec\x01" /* f: sub rsp,0x1 */
		      "\xe8\x05\x00\x00\x00" /* call g */
		      "\x48\x83\xc4\x01" /* add rsp,0x1 */
		      "\xc3" /* ret */
		      "\x55" /* g: push rbp */
		      "\x48\x89\xe5" /* mov rbp,rsp */
		      "\x48\x83\xe4\xf0" /* and rsp,0xfffffffffffffff0 */
		      "\x57" /* push rdi */
		      "\xc9" /* leave */
		      "\xc3" /* ret */),
		 {{"f", 0, 14}, {"g", 14, 11}}, 1 + 8 + 8 + 15 + 8},
		{"through another register",
		 CODE("\x55" /* f: push rbp */
		      "\x48\x89\xe5" /* mov rbp,rsp */
		      "\x48\x89\xe0" /* mov rax,rsp */
		      "\x48\xff\xc8" /* dec rax */
		      "\x48\x83\xe0\xf0" /* and rax,0xfffffffffffffff0 */
		      "\x48\xff\xc0" /* inc rax */
		      "\x48\x89\xc4" /* mov rsp,rax */
		      "\x57" /* push rdi */
		      "\xc9" /* leave */
		      "\xc3" /* ret */),
		 {{"f", 0, 23}}, 8 + 15 + 8},
		{"by one instruction",
		 CODE("\x55" /* f: push rbp */
		      "\x48\x89\xe5" /* mov rbp,rsp */
		      "\x48\xff\xcc" /* dec rsp */
		      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
		      "\x57" /* push rdi */
		      "\xc9" /* leave */
		      "\xc3" /* ret */),
		 {{"f", 0, 14}}, 8 + 32 + 8},
	};
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proving *p = proving_new(rows[i].code, rows[i].bytes, rows[i].symbols, NULL, 0);
		const struct proven *f = proving_run(p);
		// refused is sound too
		if (f && f->bound < rows[i].least) {
			print_error("%s: bound %llu, but %llu are used\n", rows[i].name, (unsigned long long)f->bound,
			            (unsigned long long)rows[i].least);
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// A register that an instruction changes besides its operands is
// not what it was.
static void test_hidden_writes(void **state)
{
	static const struct {
		const char *name, *code;
		size_t bytes;
	} rows[] = {
		{"loop", CODE("\x48\x89\xe1\xe2\x00\x48\x89\xcc\xc3" /* mov rcx,rsp; loop 1005; mov rsp,rcx; ret */)},
		{"loopne", CODE("\x48\x89\xe1\xe0\x00\x48\x89\xcc\xc3" /* mov rcx,rsp; loopne 1005; mov rsp,rcx; ret */)},
		{"scasb", CODE("\x48\x89\xe7\xae\x48\x89\xfc\xc3" /* mov rdi,rsp; scasb; mov rsp,rdi; ret */)},
		{"cmpsq", CODE("\x48\x89\xe6\x48\xa7\x48\x89\xf4\xc3" /* mov rsi,rsp; cmpsq; mov rsp,rsi; ret */)},
		{"lodsq", CODE("\x48\x89\xe6\x48\xad\x48\x89\xf4\xc3" /* mov rsi,rsp; lodsq; mov rsp,rsi; ret */)},
		{"xadd", CODE("\x48\x89\xe1\x48\x0f\xc1\xc8\x48\x89\xcc\xc3" /* mov rcx,rsp; xadd rax,rcx; mov rsp,rcx; ret */)},
	};
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct code_symbol symbol[5] = {{"f", 0, rows[i].bytes}};
		struct proving *p = proving_new(rows[i].code, rows[i].bytes, symbol, NULL, 0);
		if (proving_run(p)) {
			print_error("%s: proven\n", rows[i].name);
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// //nearcall:depth: so many activations, the last of which calls nothing.
static void test_promise(void **state)
{
	static const char code[] = "\x53" /* f: push rbx */
	                           "\x85\xff" /* test edi,edi */
	                           "\x74\x05" /* je 100a */
	                           "\xe8\xf6\xff\xff\xff" /* call f */
	                           "\x5b" /* pop rbx */
	                           "\xc3" /* ret */;
	static const struct code_symbol f[5] = {{"f", 0, sizeof code - 1}};
	static const struct {
		const char *symbol;
		uint64_t limit, bound;
		const char *told;
	} rows[] = {
		{"f", 1, 8, NULL},
		{"f", 10, 9 * 16 + 8, NULL},
		{"f", 100000000, 0, "f needs 1599999992 bytes of stack"},
		{"g", 10, 0, "there is no function g"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proving *p = proving_new(CODE(code), f, NULL, 0);
		VEC_PUSH(p->arena, &p->pkg.depths, (struct depth){.symbol = rows[i].symbol, .limit = rows[i].limit});
		const struct proven *got = proving_run(p);
		if (rows[i].told) {
			assert_null(got);
			assert_non_null(strstr(told(&p->diags), rows[i].told));
		} else {
			assert_non_null(got);
			assert_int_equal(got->bound, rows[i].bound);
			assert_true(got->promise_used);
		}
		proving_free(p);
	}
}

// What trampolines must know of an entry and its callees' vector registers.
static void test_facts(void **state)
{
	static const struct {
		const char *code;
		size_t bytes;
		bool r14, x15, aligned;
		const char *told;
	} rows[] = {
		{CODE("\xc3" /* ret */), false, false, false, NULL},
		{CODE("\x41\x56\x45\x31\xf6\x41\x5e\xc3" /* push r14; xor r14d,r14d; pop r14; ret */), true, false, false, NULL},
		{CODE("\x45\x0f\x57\xff\xc3" /* xorps xmm15,xmm15; ret */), false, true, false, NULL},
		{CODE("\x0f\x29\x44\x24\xe8\xc3" /* movaps [rsp-24],xmm0; ret */), false, false, true, NULL},
		{CODE("\x0f\x11\x44\x24\xe8\xc3" /* movups [rsp-24],xmm0; ret */), false, false, false, NULL},
		{CODE("\xc5\xfc\x58\xc1\xc3" /* vaddps ymm0,ymm0,ymm1; ret */), false, false, false, NULL}, // the trampoline does it
		{CODE("\xc5\xfc\x58\xc1\xc5\xf8\x77\xc3" /* and vzeroupper */), false, false, false, NULL},
		{CODE("\x62\xf1\x7c\x48\x58\xc1\xc5\xf8\x77\xc3" /* vaddps zmm0,zmm0,zmm1; vzeroupper; ret */), false, false, false,
		 "f uses an instruction of "},
		{CODE("\xc8\x10\x00\x00\xc9\xc3" /* enter 16,0; leave; ret */), false, false, false, "f makes its frame in one instruction (enter)"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct code_symbol symbol[5] = {{"f", 0, rows[i].bytes}};
		struct proving *p = proving_new(rows[i].code, rows[i].bytes, symbol, NULL, 0);
		const struct proven *f = proving_run(p);
		assert_int_equal(!f, rows[i].told != NULL);
		if (f) {
			assert_int_equal(f->writes >> 14 & 1, rows[i].r14);
			assert_int_equal(f->vector_writes >> 15 & 1, rows[i].x15);
			assert_int_equal(f->aligned, rows[i].aligned);
		} else {
			assert_non_null(strstr(told(&p->diags), rows[i].told));
		}
		proving_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_jump_table),
		cmocka_unit_test(test_jump_table_unusable),
		cmocka_unit_test(test_function_pointers),
		cmocka_unit_test(test_odd_stack),
		cmocka_unit_test(test_hidden_writes),
		cmocka_unit_test(test_promise),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
