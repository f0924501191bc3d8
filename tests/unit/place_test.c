/*
 * place_test: pack/place.h, and the Go assembly that it becomes. What comes
 * out is compared with what is wanted, and checked by placecheck.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/gosym.h"
#include "place_cases.h"
#include "placecheck.h"
#include "placing.h"
#include "trampolines/functext.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

// What is not moved keeps its place in its function; what is, comes behind.
static bool offsets_stay(const struct placement *p)
{
	bool stay = true;
	for (size_t i = 0; i < p->texts.n; i++) {
		uint64_t end = 0;
		for (size_t k = 0; k < p->texts.v[i].pieces.n; k++) {
			const struct piece *piece = &p->pieces.v[p->texts.v[i].pieces.v[k]];
			end = piece->at + (piece->end - piece->start) > end ? piece->at + (piece->end - piece->start) : end;
		}
		for (size_t k = 0; k < p->texts.v[i].ops.n; k++) {
			const struct op *op = &p->texts.v[i].ops.v[k];
			int at = op->addr ? place_piece(p, op->addr) : NOTHING;
			if (at != NOTHING && op->kind != OP_GOTO && op->at < end)
				stay &= op->at == p->pieces.v[at].at + (op->addr - p->pieces.v[at].start);
		}
	}
	return stay;
}

// All cases are tried, also behind one that fails.
static void test_cases(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(place_cases); i++) {
		struct proving *p = proving_new(place_cases[i].code, place_cases[i].bytes, place_cases[i].symbols, NULL, 0);
		struct placement out = placing_code(p);
		const char *got = out.opaque ? out.opaque : placing_render(p->arena, &out);
		const char *broken = out.opaque ? NULL : place_check(p->arena, &p->img, &p->proof, &out);
		if (strcmp(got, place_cases[i].want) != 0 || broken || !offsets_stay(&out)) {
			print_error("%s: %s, want %s%s%s\n", place_cases[i].name, got, place_cases[i].want, broken ? "; " : "", broken ? broken : "");
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}


// Why the texts are as they are.
static void test_why(void **state)
{
	static const struct {
		const char *name, *why;
	} rows[] = {
		{"f.cold joins f, and g does not", "f jumps into f.cold"},
		{"a conditional jump into another function", "f jumps into g"},
		{"a tail call of a deep function", "f ends with a jump to g"},
		{"one function runs on into another", "f runs on into g"},
		{"a function's address", NULL},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t k = 0;
		while (strcmp(place_cases[k].name, rows[i].name) != 0)
			k++;
		struct proving *p = proving_new(place_cases[k].code, place_cases[k].bytes, place_cases[k].symbols, NULL, 0);
		struct placement out = placing_code(p);
		if (rows[i].why)
			assert_string_equal(out.texts.v[0].why, rows[i].why);
		else
			assert_null(out.texts.v[0].why);
		proving_free(p);
	}
}

// What Go's linker would have to add up without an end stays out of its sum.
static void test_recursion(void **state)
{
	static const char code[] = "\x53" /* f: push rbx */
	                           "\x85\xff" /* test edi,edi */
	                           "\x74\x05" /* je 100a */
	                           "\xe8\xf6\xff\xff\xff" /* call 1000 */
	                           "\x5b" /* pop rbx */
	                           "\xc3" /* ret */;
	static const struct code_symbol symbols[5] = {{"f", 0, 12}};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, NULL, 0);
	VEC_PUSH(p->arena, &p->pkg.depths, (struct depth){.symbol = "f", .limit = 2});
	struct placement out = placing_code(p);
	assert_string_equal(placing_render(p->arena, &out), "f* ubbbob");
	assert_int_equal(out.texts.v[0].entry, 64);
	assert_null(place_check(p->arena, &p->img, &p->proof, &out));
	assert_string_equal(function_operand(p->arena, &out, CODE_BASE), "\302\267f<>+64(SB)");
	proving_free(p);
}

// The first of several names is the one to use.
static void test_aliases(void **state)
{
	static const char code[] = "\xe8\x01\x00\x00\x00\xc3\xc3" /* f: call 1006; ret; g: ret */;
	static const struct code_symbol symbols[5] = {{"f", 0, 6}, {"f2", 0, 6}, {"g", 6, 1}, {"g2", 6, 1}};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, NULL, 0);
	struct placement out = placing_code(p);
	assert_string_equal(placing_render(p->arena, &out), "f cb | g b");
	proving_free(p);
}

static void test_opaque(void **state)
{
	static const char overlap[] = "\x85\xff\x74\x01\xb8\x90\x90\x90\x90\xc3" /* f: test edi,edi; je 1005; mov eax,0x90909090; ret */;
	static const char into_g[] = "\xe8\x01\x00\x00\x00\x48\x31\xc0\xc3" /* f: call g; xor rax,rax from 1005, g: xor eax,eax; ret */;
	static const char nowhere[] = "\x8b\x05\x00\x10\x00\x00\xc3" /* f: mov eax,[2006]; ret */;
	static const struct {
		const char *code;
		size_t bytes;
		struct code_symbol symbols[5];
		const char *why;
	} rows[] = {
		{CODE(overlap), {{"f", 0, 10}}, "instructions of f overlap"},
		{CODE(into_g), {{"f", 0, 6}, {"g", 6, 3}}, ""},
		{CODE(nowhere), {{"f", 0, 7}}, "f refers to a place that is neither code nor a constant"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proving *p = proving_new(rows[i].code, rows[i].bytes, rows[i].symbols, NULL, 0);
		struct placement out = placing_code(p);
		if (*rows[i].why)
			assert_string_equal(out.opaque, rows[i].why);
		else
			assert_non_null(out.opaque);
		proving_free(p);
	}
	struct proving *p = proving_new(CODE("\xc3"), rows[0].symbols, NULL, 0);
	assert_string_equal(placing_run(p).opaque, "ld wrote no map");
	proving_free(p);
}

// The checker sees what is wrong: otherwise the tests above would say nothing.
static void test_checker(void **state)
{
	static const char code[] = "\x53" /* f: push rbx */
	                           "\x8b\x05\x08\x00\x00\x00" /* mov eax,[100f] */
	                           "\xe8\x02\x00\x00\x00" /* call 100e */
	                           "\x5b" /* pop rbx */
	                           "\xc3" /* ret */
	                           "\xc3" /* g: ret */;
	static const struct code_symbol symbols[5] = {{"f", 0, 14}, {"g", 14, 1}};
	(void)state;
	for (int damage = 0; damage < 9; damage++) {
		struct proving *p = proving_new(CODE(code), symbols, "\1\2\3\4\5\6\7\10", 8);
		placing_section(p, p->img.text_end, p->img.text_end + 8, 8, 4);
		placing_section(p, p->img.base, p->img.text_end, 16, 0);
		struct placement out = placing_run(p);
		struct text *t = &out.texts.v[0];
		struct op *ops = t->ops.v;
		assert_string_equal(placing_render(p->arena, &out), "f ubcob | g b");
		switch (damage) {
		case 1: // the depth
			ops[1].stack.depth = 0;
			break;
		case 2: // what Go adds up
			ops[0].stack.adjust = 16;
			break;
		case 3: // what is exact
			ops[2].stack.exact = false;
			break;
		case 4: // where a constant is
			t->copies.v[0].at++;
			break;
		case 5: // what an operand refers to
			ops[1].ref.to += 4;
			break;
		case 6: // what is called
			ops[2].ref.to = CODE_BASE;
			break;
		case 7: // an instruction
			ops[3].reg = 1;
			break;
		case 8: // another one is left untracked
			ops[3].kind = OP_BYTES;
			break;
		}
		bool same = damage == 0;
		assert_int_equal(place_check(p->arena, &p->img, &p->proof, &out) == NULL, same);
		proving_free(p);
	}
}

static void test_gosym(void **state)
{
	static const struct {
		const char *c, *go;
	} rows[] = {
		{"sum_u64", "sum_u64"},
		{"f.cold", "f\302\267cold"},
		{"f.part.0", "f\302\267part\302\267" "0"},
		{"_ZN3foo$u20$E", "_ZN3foo_u20_E"},
		{"a<b>(SB), ~\n", "a_b__SB_____"},
		{"\303\251t\303\251", "__t__"},
		{"f.cold", "f\302\267cold_2"},
		{"f.cold", "f\302\267cold_3"},
		{"x", "x"},
		{"x_2", "x_2"},
		{"x", "x_3"},
	};
	(void)state;
	struct gosyms names = {.used.arena = arena_new()};
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(gosym_name(&names, rows[i].c), rows[i].go);
	arena_free(names.used.arena);
}

static void test_text(void **state)
{
	static const char code[] = "\x48\x81\xec\x80\x00\x00\x00" /* f: sub rsp,0x80 */
	                           "\xf2\x0f\x59\x05\x30\x00\x00\x00" /* mulsd xmm0,[103f] */
	                           "\xe8\x05\x00\x00\x00" /* call 1019 */
	                           "\x48\x83\xec\x80" /* sub rsp,0xffffffffffffff80 */
	                           "\xc3" /* ret */
	                           "\x41\x54" /* g: push r12 */
	                           "\x85\xff" /* test edi,edi */
	                           "\x74\x11" /* je 1030 */
	                           "\x48\x81\xec\x00\x10\x00\x00" /* sub rsp,0x1000 */
	                           "\x48\x81\xc4\x00\x10\x00\x00" /* add rsp,0x1000 */
	                           "\x41\x5c" /* pop r12 */
	                           "\xc3" /* ret */
	                           "\x48\x8d\x05\x07\x00\x00\x00" /* lea rax,[103e] */
	                           "\x41\x5c" /* pop r12 */
	                           "\xe9\x00\x00\x00\x00" /* jmp 103e */
	                           "\xc3" /* h: ret */;
	static const struct code_symbol symbols[5] = {{"f", 0, 25}, {"g.x", 25, 37}, {"h", 62, 1}};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, "\x00\x00\x00\x00\x00\x00\xf0\x3f", 8);
	placing_section(p, CODE_BASE, p->img.text_end, 16, 0);
	placing_section(p, p->img.text_end, p->img.text_end + 8, 8, 0);
	struct placement out = placing_run(p);
	struct buf text = {.arena = p->arena};
	struct asmtext t = {.out = &text};
	const bool *called = place_all_called(p->arena, &out);
	functions_text(&t, &(struct functions){emitter_of("amd64"), &p->img, &p->proof, &out, called, "k.s"});
	assert_string_equal(text.p, "\n"
	                            "#line 4 \"k.s\"\n"
	                            "// f\n"
	                            "TEXT \302\267" "f<>(SB), 0, $128-0\n"
	                            "\tNO_LOCAL_POINTERS\n"
	                            "\tADJSP   $-136\n"
	                            "\tPCALIGN $64\n"
	                            "\n"
	                            "\tADJSP $128\n"
	                            "\tWORD  $0x1f0f; BYTE $0x00                   // nop\n"
	                            "\tQUAD  $0x0000001105590ff2                   // mulsd xmm0, [0x20]\n"
	                            "\tCALL  \302\267g\302\267x<>+64(SB)\n"
	                            "\tADJSP $-128\n"
	                            "\tBYTE  $0xc3                                 // ret\n"
	                            "\tLONG  $0xcccccccc; WORD $0xcccc; BYTE $0xcc // not run\n"
	                            "\n"
	                            "\tQUAD $0x3ff0000000000000 // constants, +0x20\n"
	                            "\n"
	                            "#line 21 \"k.s\"\n"
	                            "// g.x\n"
	                            "TEXT \302\267g\302\267x<>(SB), 0, $128-0\n"
	                            "\tNO_LOCAL_POINTERS\n"
	                            "\tADJSP   $-136\n"
	                            "\tPCALIGN $64\n"
	                            "\n"
	                            "\tPUSHQ R12\n"
	                            "\tWORD  $0xff85                               // test edi, edi\n"
	                            "\tWORD  $0x1174                               // jz 0x17\n"
	                            "\tLONG  $0x00001be9; BYTE $0x00               // jmp 0x26\n"
	                            "\tQUAD  $0xcccccccccccccccc; LONG $0xcccccccc // not run\n"
	                            "\tLEAQ  \302\267h<>(SB), AX\n"
	                            "\tPOPQ  R12\n"
	                            "\tJMP   \302\267h<>(SB)\n"
	                            "\tPUSHQ AX     // not run: for the unwinder\n"
	                            "\tADJSP $4096\n"
	                            "\tADJSP $-4096\n"
	                            "\tPOPQ  R12\n"
	                            "\tBYTE  $0xc3  // ret\n"
	                            "\n"
	                            "#line 42 \"k.s\"\n"
	                            "// h\n"
	                            "TEXT \302\267h<>(SB), NOSPLIT|NOFRAME, $0-0\n"
	                            "\tNO_LOCAL_POINTERS\n"
	                            "\tPCALIGN $64\n"
	                            "\n"
	                            "\tBYTE $0xc3 // ret\n");
	proving_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_recursion),
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_opaque),
		cmocka_unit_test(test_checker),
		cmocka_unit_test(test_gosym),
		cmocka_unit_test(test_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
