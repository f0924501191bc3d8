/*
 * state_test: prove/state.h and prove/step.h over short sequences of x86-64
 * instructions, as arch/amd64 reads them.
 *
 * Known values are written NAME=KIND+A: stack+A, least+A (inexact), old+A (C may
 * have written over it), const+A, upto+A (a range; +B when its low half is
 * another), place+A (of the image), entry+A, target+A+B, saved+REGISTER, return,
 * code, any.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "prove/step.h"
#include "state_cases.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

// Code at 0x1000, with two functions; constants from 0x2000 to 0x3000, which begin with four pointers to them and
// a number.
enum { CODE_AT = 0x1000, CONSTANTS_AT = 0x2000, END = 0x3000, POINTERS = 4, OTHER_FUNCTION = 0x1800 };

static struct symbol functions[] = {{"f", CODE_AT, 64, true, true}, {"g", OTHER_FUNCTION, 64, true, true}};
static struct reloc pointers[POINTERS];
static struct input_section sections[] = {
	{CODE_AT, CONSTANTS_AT, 16, 0},
	{CONSTANTS_AT, CONSTANTS_AT + 8 * POINTERS, 8, 0},
	{CONSTANTS_AT + 8 * POINTERS, END, 8, 0},
};
static uint8_t contents[END - CODE_AT] = {[CONSTANTS_AT - CODE_AT + 8 * POINTERS] = 42};
static const struct image img = {
	.arch = &arch_amd64, .bytes = contents,
	.base = CODE_AT, .size = END - CODE_AT, .text_end = CONSTANTS_AT, .fd = -1,
	.symbols = {functions, COUNT(functions), COUNT(functions)},
	.relocs = {pointers, POINTERS, POINTERS},
	.sections = {sections, COUNT(sections), COUNT(sections)},
};
static struct ground ground;

static struct state fresh(void)
{
	static const struct value unknown[VALUE_ARGS];
	return state_at_entry(&ground, unknown);
}

static bool join(struct state *into, const struct state *from)
{
	const char *what = NULL;
	bool lost = state_join(&ground, into, from, &what);
	assert_null(what);
	return lost;
}

// apply runs bytes of code from 0x1000 on; NULL, or what step_instruction complains of.
static const char *apply(struct state *s, const char *bytes, size_t n)
{
	struct insn in;
	for (size_t at = 0; at < n; at += in.length) {
		const char *hint = NULL, *what;
		assert_true(arch_amd64.decode((const uint8_t *)bytes + at, n - at, CODE_AT + at, &in));
		what = arch_amd64.track(&s->track, &in);
		if (!what)
			what = step_instruction(&ground, s, &in, &hint);
		if (what)
			return what;
	}
	return NULL;
}
#define APPLY(s, text) apply(s, text, sizeof(text) - 1)

static void render(struct value v, char out[80])
{
	switch (v.kind) {
	case VALUE_STACK:
		snprintf(out, 80, "%s%+" PRId64, v.inexact ? "least" : "stack", v.a);
		break;
	case VALUE_OLD_STACK:
		snprintf(out, 80, "old%+" PRId64, v.a);
		break;
	case VALUE_NUMBER:
		snprintf(out, 80, "const%+" PRId64, v.a);
		break;
	case VALUE_RANGE:
		snprintf(out, 80, v.a == v.b ? "upto%+" PRId64 : "upto%+" PRId64 "%+" PRId64, v.a, v.b);
		break;
	case VALUE_ADDRESS:
		snprintf(out, 80, "place%+" PRId64, v.a);
		break;
	case VALUE_ENTRY:
		snprintf(out, 80, "%s%+" PRId64, v.inexact ? "unsigned" : "entry", v.a);
		break;
	case VALUE_TARGET:
		snprintf(out, 80, "target%+" PRId64 "%+" PRId64, v.a, v.b);
		break;
	case VALUE_SAVED:
		if (v.a == VALUE_RETURN)
			snprintf(out, 80, "return");
		else
			snprintf(out, 80, "saved%+" PRId64, v.a);
		break;
	default:
		snprintf(out, 80, "%s", v.kind == VALUE_CODE ? "code" : "any");
	}
}

// differs compares each "register=value" of want with s, and says what differs.
static bool differs(const char *name, const struct state *s, const char *want)
{
	char list[200];
	bool bad = false;
	snprintf(list, sizeof list, "%s", want);
	for (char *item = strtok(list, " "); item; item = strtok(NULL, " ")) {
		char got[80], *value = strchr(item, '=');
		size_t r = 0;
		*value++ = '\0';
		while (strcmp(arch_amd64.regs.names[r], item) != 0)
			assert_true(++r < arch_amd64.regs.count);
		render(s->reg[r], got);
		if (strcmp(got, value) != 0) {
			print_error("%s: %s is %s, want %s\n", name, item, got, value);
			bad = true;
		}
	}
	return bad;
}

static void known(const char *name, const struct state *s, const char *want)
{
	assert_false(differs(name, s, want));
}

// All cases are tried, also behind one that fails.
static void run_cases(const struct state_case *c, size_t n)
{
	size_t bad = 0;
	for (size_t i = 0; i < n; i++, c++) {
		struct state s = fresh();
		const char *what = apply(&s, c->code, c->bytes);
		if (!what != !c->refused || (what && !strstr(what, c->refused))) {
			print_error("%s: %s; want %s\n", c->name, what ? what : "followed", c->refused ? c->refused : "followed");
			bad++;
		}
		bad += differs(c->name, &s, c->want);
	}
	assert_int_equal(bad, 0);
}

static void test_cases(void **state)
{
	(void)state;
	run_cases(state_cases, COUNT(state_cases));
}

static void test_wrapping(void **state)
{
	(void)state;
	run_cases(state_wrapping, COUNT(state_wrapping));
}

static void test_entry(void **state)
{
	(void)state;
	const struct value args[VALUE_ARGS] = {{.kind = VALUE_NUMBER, .a = 1}, {.kind = VALUE_CODE}, {.kind = VALUE_NUMBER, .a = 3},
	                                       {.kind = VALUE_NUMBER, .a = 4}, {.kind = VALUE_NUMBER, .a = 5}, {.kind = VALUE_ANY},
	                                       {.kind = VALUE_NUMBER, .a = 7}, {.kind = VALUE_ANY}, {.kind = VALUE_CODE}};
	struct state s = state_at_entry(&ground, args);
	int reg;
	known("entry", &s, "rsp=stack+0 rbx=saved+3 rbp=saved+5 r12=saved+12 r13=saved+13 r14=saved+14 r15=saved+15 "
	                   "rax=any r10=any r11=any");
	known("arguments", &s, "rdi=const+1 rsi=code rdx=const+3 rcx=const+4 r8=const+5 r9=any");
	assert_int_equal(state_arg(&ground, &s, 3, false).a, 4);
	assert_int_equal(state_arg(&ground, &s, 3, true).a, 4);
	// arguments in memory: above the return address, which is still to be pushed
	assert_int_equal(state_arg(&ground, &s, 6, true).a, 7);
	assert_int_equal(state_arg(&ground, &s, 8, true).kind, VALUE_CODE);
	assert_null(APPLY(&s, "\x6a\x09\x48\x8b\x4c\x24\x10" /* push 9; mov rcx,[rsp+16] */));
	assert_int_equal(state_arg(&ground, &s, 6, false).a, 9);
	known("loaded", &s, "rcx=const+7");
	assert_true(state_restored(&ground, &s, &reg));
	assert_false(s.track.upper || s.track.media || s.track.pushed);
}

static void test_restored(void **state)
{
	static const struct {
		const char *code;
		size_t n;
		int lost; // hardware number; -1: all restored
	} rows[] = {
		{"\x53\x31\xdb\x5b" /* push rbx; xor ebx,ebx; pop rbx */, 4, -1},
		{"\x31\xdb" /* xor ebx,ebx */, 2, 3},
		{"\x4d\x89\xf7" /* mov r15,r14: another's value is not its own */, 3, 15},
		{"\x53\x41\x54\x5b\x41\x5c" /* push rbx; push r12; pop rbx; pop r12: exchanged */, 6, 3},
		{"\x41\xb6\x00" /* mov r14b,0 */, 3, 14},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct state s = fresh();
		int reg = -1;
		assert_null(apply(&s, rows[i].code, rows[i].n));
		assert_int_equal(state_restored(&ground, &s, &reg), rows[i].lost < 0);
		if (rows[i].lost >= 0)
			assert_int_equal(reg, rows[i].lost);
	}
}

static void test_upper(void **state)
{
	(void)state;
	struct state s = fresh();
	assert_null(APPLY(&s, "\xc5\xf8\x58\xc1" /* vaddps xmm0,xmm0,xmm1: clears the upper half */));
	assert_false(s.track.upper);
	assert_null(APPLY(&s, "\xc5\xfc\x58\xc1" /* vaddps ymm0,ymm0,ymm1 */));
	assert_true(s.track.upper);
	struct state other = fresh();
	assert_true(join(&other, &s));
	assert_true(other.track.upper);
	assert_false(join(&other, &s));
	assert_null(APPLY(&s, "\xc5\xf8\x77" /* vzeroupper */));
	assert_false(s.track.upper);
}

// A join keeps what both sides know, tells when it lost something, and loses
// nothing the second time.
static void test_join(void **state)
{
	(void)state;
	struct state a = fresh(), b = fresh();
	// mov eax,1; mov ecx,2; push rbx; push r12; lea rdx,[rip+0xfec]; lea rsi,[rip-27]: f
	assert_null(APPLY(&a, "\xb8\x01\x00\x00\x00\xb9\x02\x00\x00\x00\x53\x41\x54\x48\x8d\x15\xec\x0f\x00\x00"
	                      "\x48\x8d\x35\xe5\xff\xff\xff"));
	// mov eax,1; mov ecx,3; push rbx; push r13; lea rdx,[rip+0xfec]; lea rsi,[rip+0x7e5]: g
	assert_null(APPLY(&b, "\xb8\x01\x00\x00\x00\xb9\x03\x00\x00\x00\x53\x41\x55\x48\x8d\x15\xec\x0f\x00\x00"
	                      "\x48\x8d\x35\xe5\x07\x00\x00"));
	known("before", &a, "rdx=place+8192 rsi=place+4096");
	assert_true(join(&a, &b));
	// two different functions are some function; two numbers are one of at most the larger
	known("joined", &a, "rax=const+1 rcx=upto+3 rdx=place+8192 rsi=code rsp=stack-16 rbx=saved+3");
	assert_false(join(&a, &b));
	assert_null(APPLY(&a, "\x58\x5b" /* pop rax: r12 or r13; pop rbx */));
	known("slots", &a, "rax=any rbx=saved+3 rsp=stack+0");
}

// A label inside of a function is not one that calls through pointers reach.
static void test_labels_join(void **state)
{
	(void)state;
	const struct value f = {.kind = VALUE_ADDRESS, .a = CODE_AT}, label = {.kind = VALUE_ADDRESS, .a = CODE_AT + 4};
	const struct value g = {.kind = VALUE_ADDRESS, .a = OTHER_FUNCTION};
	assert_int_equal(value_join(&ground, f, g).kind, VALUE_CODE);
	assert_int_equal(value_join(&ground, f, label).kind, VALUE_ANY);
}

static void test_join_of_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(state_cases); i++) {
		struct state a = fresh();
		if (state_cases[i].refused)
			continue;
		apply(&a, state_cases[i].code, state_cases[i].bytes);
		struct state b = a;
		assert_false(join(&a, &b));
	}
}

static void test_exactness_joins(void **state)
{
	(void)state;
	const struct value exact = {.kind = VALUE_STACK, .a = -24}, inexact = {.kind = VALUE_STACK, .inexact = true, .a = -24};
	assert_int_equal(value_join(&ground, exact, inexact).kind, VALUE_ANY);
	assert_int_equal(value_join(&ground, exact, exact).kind, VALUE_STACK);
	assert_true(value_join(&ground, inexact, inexact).inexact);
}

static void test_call(void **state)
{
	(void)state;
	struct state s = fresh();
	// push rbx; mov rbp,rsp; then every caller-saved register gets 1
	assert_null(APPLY(&s, "\x53\x48\x89\xe5\xb8\x01\x00\x00\x00\xb9\x01\x00\x00\x00\xba\x01\x00\x00\x00"
	                      "\xbe\x01\x00\x00\x00\xbf\x01\x00\x00\x00\x41\xb8\x01\x00\x00\x00\x41\xb9\x01\x00\x00\x00"
	                      "\x41\xba\x01\x00\x00\x00\x41\xbb\x01\x00\x00\x00"));
	known("before", &s, "rax=const+1 r11=const+1");
	step_call(&ground, &s, (struct effect){0});
	known("behind", &s, "rax=any rcx=any rdx=any rsi=any rdi=any r8=any r9=any r10=any r11=any");
	known("behind", &s, "rsp=stack-8 rbp=stack-8 rbx=saved+3 r12=saved+12 r15=saved+15");
	assert_null(APPLY(&s, "\x5b" /* pop rbx */));
	known("slots", &s, "rbx=saved+3 rsp=stack+0");
}

/*
 * A local variable whose address a callee has may be another one behind the
 * call: what it held must not be believed.
 */
static void test_call_changes_locals(void **state)
{
	(void)state;
	struct state s = fresh();
	// sub rsp,24; mov qword [rsp+8],16; lea rdi,[rsp+8]
	assert_null(APPLY(&s, "\x48\x83\xec\x18\x48\xc7\x44\x24\x08\x10\x00\x00\x00\x48\x8d\x7c\x24\x08"));
	step_call(&ground, &s, (struct effect){0});
	assert_null(APPLY(&s, "\x48\x8b\x44\x24\x08" /* mov rax,[rsp+8] */));
	known("a local behind a call", &s, "rax=any");
}

// More saved values than there are slots: some are forgotten, none is wrong.
static void test_many_slots(void **state)
{
	(void)state;
	struct state s = fresh();
	for (int i = 0; i < STATE_SLOTS + 8; i++)
		assert_null(APPLY(&s, "\x53" /* push rbx */));
	assert_int_equal(s.slots, STATE_SLOTS);
	for (int i = 0; i < STATE_SLOTS + 8; i++)
		assert_null(APPLY(&s, "\x58" /* pop rax */));
	known("the first push", &s, "rax=saved+3 rsp=stack+0");
}

int main(void)
{
	for (size_t i = 0; i < POINTERS; i++)
		pointers[i] = (struct reloc){.addr = CONSTANTS_AT + 8 * i, .symbol = "", .dynamic = true, .value = functions[i % 2].addr};
	ground = ground_of(&arch_amd64, &img);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_entry),
		cmocka_unit_test(test_restored),
		cmocka_unit_test(test_upper),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_labels_join),
		cmocka_unit_test(test_join_of_itself),
		cmocka_unit_test(test_exactness_joins),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_call_changes_locals),
		cmocka_unit_test(test_many_slots),
		cmocka_unit_test(test_wrapping),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
