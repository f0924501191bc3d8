/*
 * regentry_test: trampolines/amd64/regentry.h, by hand from Go's and C's
 * conventions: the instructions of each entry, and why there is none. Random
 * orders of arguments are run on registers made of text.
 *
 * The seed is printed; set REGENTRY_SEED to repeat a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "sysv_types.h"
#include "trampolines/amd64/regentry.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define GO(name, KIND, n) static const struct gotype g_##name = {.text = #name, .kind = GO_##KIND, .size = n, \
	.align = n}
GO(i8, INT8, 1);
GO(u16, UINT16, 2);
GO(i32, INT32, 4);
GO(i64, INT64, 8);
GO(f32, FLOAT32, 4);
GO(f64, FLOAT64, 8);
static const struct gotype g_string = {.text = "string", .kind = GO_STRING, .size = 16, .align = 8};
static const struct gotype g_array = {.text = "[2]i64", .kind = GO_ARRAY, .size = 16, .align = 8, .elem = &g_i64,
	.len = 2};
static const struct gofield longs[] = {{"a", 0, &g_i64}, {"b", 8, &g_i64}}, doubles[] = {{"a", 0, &g_f64}, {"b", 8,
	&g_f64}},
                            mixed[] = {{"a", 0, &g_i64}, {"b", 8, &g_f64}}, ints[] = {{"a", 0, &g_i32}, {"b", 4,
	 &g_i32}};
#define GO_STRUCT_OF(name, n, al) static const struct gotype g_##name = {.text = #name, .kind = GO_STRUCT, \
	.size = n, .align = al, .fields = name, .nfields = 2}
GO_STRUCT_OF(longs, 16, 8);
GO_STRUCT_OF(doubles, 16, 8);
GO_STRUCT_OF(mixed, 16, 8);
GO_STRUCT_OF(ints, 8, 4);

static const struct ctype c_s8 = {.kind = C_INT, .text = "s8", .size = 1, .align = 1, .is_signed = true},
                          c_u16 = {.kind = C_INT, .text = "u16", .size = 2, .align = 2};
typedef struct { i64 a; f64 b; } long_double;
STRUCT(long_double, FIELD(long_double, a, i64), FIELD(long_double, b, f64));
typedef struct { i32 a, b; } two_ints;
STRUCT(two_ints, FIELD(two_ints, a, i32), FIELD(two_ints, b, i32));

enum { MAX = 24, CX = 1, BX = 3, SI = 6, DI = 7 };

struct given_arg {
	const struct ctype *type;
	uint64_t offset; // in Go's frame
};

struct row {
	const char *name;
	const struct gotype *params[MAX], *results[MAX];
	struct given_arg args[MAX];
	struct given_arg result;
	const char *want; // the instructions in front of the call, or the reason
	const char *after; // those behind it; NULL: no entry
	bool memory;      // C has arguments on its stack
};

#define I64_6 &g_i64, &g_i64, &g_i64, &g_i64, &g_i64, &g_i64
#define WORDS_6 {&c_i64, 0}, {&c_i64, 8}, {&c_i64, 16}, {&c_i64, 24}, {&c_i64, 32}, {&c_i64, 40}
#define MOVES_6 "MOVQ CX, DX; MOVQ R8, R9; MOVQ SI, R8; MOVQ BX, SI; MOVQ DI, CX; MOVQ AX, DI; "
#define F64_9 &g_f64, &g_f64, &g_f64, &g_f64, &g_f64, &g_f64, &g_f64, &g_f64, &g_f64
#define FLOATS_8 {&c_f64, 0}, {&c_f64, 8}, {&c_f64, 16}, {&c_f64, 24}, {&c_f64, 32}, {&c_f64, 40}, {&c_f64, 48}, { \
	&c_f64, 56}
#define NO_WORDS "has arguments beyond whole words in registers"
#define NO_RESULT "has a result beyond whole words in registers"

static const struct row rows[] = {
	{"nothing", {0}, {0}, {{0}}, {0}, "", "", false},
	{"a word", {&g_i64}, {&g_i64}, {{&c_i64, 0}}, {&c_i64, 8}, "MOVQ AX, DI; ", "", false},
	{"six words, in an order that loses none", {I64_6}, {0}, {WORDS_6}, {0}, MOVES_6, "", false},
	{"small integers are extended", {&g_i8, &g_u16, &g_i32}, {0}, {{&c_s8, 0}, {&c_u16, 2}, {&c_i32, 4}}, {0},
	 "MOVBLSX AX, DI; MOVQ CX, DX; MOVWLZX BX, SI; ", "", false},
	{"a string", {&g_string}, {&g_i64}, {{&c_pointer, 0}, {&c_i64, 8}}, {&c_i64, 16}, "MOVQ AX, DI; MOVQ BX, SI; ", "",
	 false},
	{"floats are where C has them", {&g_f64, &g_i64, &g_f32}, {&g_f32}, {{&c_f64, 0}, {&c_i64, 8}, {&c_f32, 16}}, {&c_f32,
	 24},
	 "MOVQ AX, DI; ", "", false},
	{"structs of whole words", {&g_longs, &g_mixed, &g_doubles}, {&g_longs},
	 {{&c_two_longs, 0}, {&c_long_double, 16}, {&c_two_doubles, 32}}, {&c_two_longs, 48},
	 "MOVQ AX, DI; MOVQ CX, DX; MOVQ BX, SI; ", "MOVQ DX, BX; ", false},
	{"a result of both kinds", {0}, {&g_mixed}, {{0}}, {&c_long_double, 0}, "", "", false},
	{"several results are a struct's fields", {0}, {&g_i64, &g_i64}, {{0}}, {&c_two_longs, 0}, "", "MOVQ DX, BX; ", false},
	// C's own order is another: rings are opened through a register that is neither's
	{"a ring of two", {&g_i64, &g_i64, &g_i64, &g_i64}, {0}, {{&c_i64, 16}, {&c_i64, 0}, {&c_i64, 8}, {&c_i64, 24}}, {0},
	 "MOVQ AX, SI; MOVQ BX, DX; MOVQ CX, R12; MOVQ DI, CX; MOVQ R12, DI; ", "", false},
	{"a ring with a small one", {&g_i64, &g_i64, &g_i8, &g_i64}, {0}, {{&c_s8, 16}, {&c_i64, 0}, {&c_i64, 8}, {&c_i64,
	 24}}, {0},
	 "MOVQ AX, SI; MOVQ BX, DX; MOVQ CX, R12; MOVQ DI, CX; MOVBLSX R12, DI; ", "", false},
	{"a ring of floats", {&g_f64, &g_f64}, {0}, {{&c_f64, 8}, {&c_f64, 0}}, {0},
	 "MOVAPS X1, X14; MOVAPS X0, X1; MOVAPS X14, X0; ", "", false},
	// arguments on C's stack: Go leaves room for those in registers
	{"the seventh word", {I64_6, &g_i64}, {0}, {WORDS_6, {&c_i64, 48}}, {0}, "MOVQ R9, 8(SP); " MOVES_6, "", true},
	{"the seventh, small", {I64_6, &g_i8}, {0}, {WORDS_6, {&c_s8, 48}}, {0}, "MOVBLSX R9, R9; MOVQ R9, 8(SP); " MOVES_6,
	 "", true},
	{"the ninth float", {F64_9}, {0}, {FLOATS_8, {&c_f64, 64}}, {0}, "MOVQ X8, 8(SP); ", "", true},
	{"ten words, of which Go has one in memory", {I64_6, &g_i64, &g_i64, &g_i64, &g_i64}, {0},
	 {WORDS_6, {&c_i64, 48}, {&c_i64, 56}, {&c_i64, 64}, {&c_i64, 72}}, {0},
	 "MOVQ 8(SP), R12; MOVQ R12, 32(SP); MOVQ R9, 8(SP); MOVQ R10, 16(SP); MOVQ R11, 24(SP); " MOVES_6, "", true},
	{"two in memory move the last first", {I64_6, &g_i64, &g_i64, &g_i64, &g_i64, &g_i64}, {0},
	 {WORDS_6, {&c_i64, 48}, {&c_i64, 72}, {&c_i64, 80}}, {0},
	 "MOVQ 16(SP), R12; MOVQ R12, 24(SP); MOVQ 8(SP), R12; MOVQ R12, 16(SP); MOVQ R9, 8(SP); " MOVES_6, "", true},
	{"in memory where C has it", {I64_6, &g_array}, {0}, {WORDS_6, {&c_two_longs, 48}}, {0}, MOVES_6, "", true},
	{"memory changes its order", {I64_6, &g_i64, &g_i64, &g_i64, &g_i64, &g_i64}, {0},
	 {WORDS_6, {&c_i64, 48}, {&c_i64, 80}, {&c_i64, 72}, {&c_i64, 56}}, {0},
	 "MOVQ 8(SP), R12; MOVQ R12, 24(SP); MOVQ R9, 8(SP); MOVQ R10, 32(SP); " MOVES_6, "", true},
	// what does not fit
	{"memory to a register", {&g_array}, {0}, {{&c_two_longs, 0}}, {0}, NO_WORDS, NULL, false},
	{"memory moves down", {I64_6, &g_i64, &g_i64, &g_i64, &g_i64, &g_i64}, {0}, {WORDS_6, {&c_i64, 80}}, {0}, NO_WORDS,
	 NULL, false},
	{"a small one in memory", {I64_6, &g_i64, &g_i64, &g_i64, &g_i32}, {0}, {WORDS_6, {&c_i32, 72}}, {0}, NO_WORDS, NULL,
	 false},
	{"more than Go leaves room for", {&g_i64}, {0}, {{&c_i64, 0}, {&c_i64, 0}, {&c_i64, 0}, {&c_i64, 0}, {&c_i64, 0},
	 {&c_i64, 0},
	 {&c_i64, 0}, {&c_i64, 0}}, {0}, NO_WORDS, NULL, false},
	{"parts of a word", {&g_ints}, {0}, {{&c_two_ints, 0}}, {0}, NO_WORDS, NULL, false},
	{"a float for an integer", {&g_f64}, {0}, {{&c_i64, 0}}, {0}, NO_WORDS, NULL, false},
	{"an integer for a float", {&g_i64}, {0}, {{&c_f64, 0}}, {0}, NO_WORDS, NULL, false},
	{"a result in memory", {0}, {&g_i64, &g_i64, &g_i64}, {{0}}, {&c_three_doubles, 0}, NO_RESULT, NULL, false},
	{"a result that Go has in memory", {0}, {&g_array}, {{0}}, {&c_two_longs, 0}, NO_RESULT, NULL, false},
	{"parts of a word as a result", {0}, {&g_ints}, {{0}}, {&c_two_ints, 0}, NO_RESULT, NULL, false},
	{"a float result for an integer", {0}, {&g_f64}, {{0}}, {&c_i64, 0}, NO_RESULT, NULL, false},
	{"half of the results", {0}, {&g_i64, &g_i64}, {{0}}, {&c_i64, 0}, NO_RESULT, NULL, false},
};

// An entry of a row, and what it is planned and written from.
struct entry {
	struct arena *arena;
	struct goparam params[MAX], results[MAX];
	struct gofunc go;
	struct proto c;
	struct call call;
	struct trampoline tr;
	struct register_plan plan;
	struct buf out;
};

static size_t fill(struct goparam *p, const struct gotype *const *types, uint64_t *offset)
{
	size_t n = 0;
	for (; n < MAX && types[n]; n++) {
		*offset = (*offset + types[n]->align - 1) / types[n]->align * types[n]->align;
		p[n] = (struct goparam){"", *offset, types[n], false};
		*offset += types[n]->size;
	}
	*offset = (*offset + 7) / 8 * 8;
	return n;
}

static bool is_scalar(const struct ctype *t)
{
	return t->kind != C_STRUCT;
}

static struct entry *entry_new(const struct row *r)
{
	struct arena *a = arena_new();
	struct entry *e = arena_alloc(a, sizeof *e);
	e->arena = e->out.arena = a;
	e->go = (struct gofunc){.name = "F", .decl = "func F()", .params = e->params, .results = e->results};
	e->go.nparams = fill(e->params, r->params, &e->go.args_size);
	e->go.nresults = fill(e->results, r->results, &e->go.args_size);
	e->c = (struct proto){.name = "f", .text = "void f(void)"};
	e->call = (struct call){.go = &e->go, .c = &e->c, .result = r->result.type, .result_offset = r->result.offset};
	for (size_t i = 0; i < MAX && r->args[i].type; i++)
		VEC_PUSH(a, &e->call.args, (struct carg){.type = r->args[i].type, .var = "x", .offset = r->args[i].offset,
			                                       .scalar = is_scalar(r->args[i].type)});
	if (r->result.type) {
		e->call.result_size = r->result.type->size;
		e->call.result_scalar = is_scalar(r->result.type);
	}
	e->tr = (struct trampoline){.call = &e->call, .symbol = "entry", .target = "f(SB)", .no_body = "has a loop"};
	return e;
}

// The instructions, in one line; all of the text, with whole.
static const char *write_entry(struct entry *e, bool frame, bool whole, const char **form)
{
	struct asmtext t = {.out = &e->out};
	*form = regentry_write(&t, &e->tr, &e->plan, frame).told;
	if (whole)
		return e->out.p;
	const char *from = strstr(e->out.p, "NO_LOCAL_POINTERS\n"), *s = "";
	assert_non_null(from);
	char *copy = arena_strdup(e->arena, from + strlen("NO_LOCAL_POINTERS\n"));
	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		char op[20] = "", operands[80] = "";
		sscanf(line, "%19s %79[^\n]", op, operands);
		if (*op == '#') // to lines of the file, behind the body
			continue;
		if (strstr(operands, "//"))
			operands[strcspn(operands, " ")] = '\0'; // a comment
		s = arena_printf(e->arena, "%s%s%s%s; ", s, op, *operands ? " " : "", operands);
	}
	return s;
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		struct entry *e = entry_new(r);
		const char *form, *why = regentry_plan(e->arena, &e->tr, &e->plan), *got = why;
		const char *want = r->after ? arena_printf(e->arena, "%sCALL f(SB); %sRET; ADJSP $16; ADJSP $-16; ", r->want,
			r->after) : r->want;
		if (!why)
			got = write_entry(e, false, false, &form);
		if (strcmp(got, want) != 0 || (!why && e->plan.takes_memory != r->memory))
			fail_msg("%s: %s (memory: %d); want %s (%d)", r->name, got, e->plan.takes_memory, want, r->memory);
		arena_free(e->arena);
	}
}

// All of the text, once; the frame is saved only by what calls.
static void test_text(void **state)
{
	(void)state;
	struct entry *e = entry_new(&rows[1]);
	const char *form;
	e->tr.stack = 20;
	assert_null(regentry_plan(e->arena, &e->tr, &e->plan));
	assert_string_equal(write_entry(e, true, true, &form),
	                    "\n// func F()\n// C: void f(void); 20 bytes of stack\nTEXT entry(SB), NOSPLIT, $0-0\n"
	                    "\tNO_LOCAL_POINTERS\n\tMOVQ AX, DI\n\tCALL f(SB)\n\tRET\n"
	                    "\tADJSP $40  // not run: the stack that C uses, for the linker\n"
	                    "\tADJSP $-40 // not run: the stack that C uses, for the linker\n");
	assert_string_equal(form, "call; not fused: it has a loop");
	e->out.len = 0;
	assert_non_null(strstr(write_entry(e, false, true, &form), "TEXT entry(SB), NOSPLIT|NOFRAME, $0-0\n"));
	arena_free(e->arena);
}

// A stack aligned at run time, and Go's zero register set anew.
static void test_needs(void **state)
{
	(void)state;
	struct entry *e = entry_new(&rows[0]);
	const char *form;
	e->tr.aligned = true;
	e->tr.vector_writes = 1u << 15 | 1;
	assert_null(regentry_plan(e->arena, &e->tr, &e->plan));
	assert_string_equal(write_entry(e, false, false, &form),
	                    "MOVQ SP, AX; TESTQ $8, AX; JNE unaligned; CALL f(SB); JMP called; unaligned:; ADJSP $8; CALL "
		 "f(SB); "
	                    "ADJSP $-8; called:; XORPS X15, X15; RET; ADJSP $16; ADJSP $-16; ");
	e->tr.aligned = false;
	e->tr.vector_writes = 0x7fff;
	e->out.len = 0;
	assert_string_equal(write_entry(e, false, false, &form), "CALL f(SB); RET; ADJSP $16; ADJSP $-16; ");
	arena_free(e->arena);
}

// The stack that a function without a check may use: C's, and Go's arguments.
static void test_stack(void **state)
{
	(void)state;
	struct entry *e = entry_new(&rows[1]); // 16 bytes of arguments and results
	e->tr.stack = NOSPLIT_BYTES - 16;
	assert_null(regentry_plan(e->arena, &e->tr, &e->plan));
	e->tr.stack++;
	assert_string_equal(regentry_plan(e->arena, &e->tr, &e->plan), "uses much of the stack");
	arena_free(e->arena);
}

// What *rename* is told: C's register and Go's of each general one.
static void test_passing(void **state)
{
	static const struct passed args[] = {{DI, 0}, {SI, BX}, {2, CX}}, results[] = {{0, 0}, {2, BX}};
	(void)state;
	struct entry *e = entry_new(&rows[6]);
	assert_string_equal(rows[6].name, "structs of whole words");
	assert_null(regentry_plan(e->arena, &e->tr, &e->plan));
	assert_int_equal(e->plan.passing.args.n, COUNT(args));
	assert_memory_equal(e->plan.passing.args.v, args, sizeof args);
	assert_int_equal(e->plan.passing.results.n, COUNT(results));
	assert_memory_equal(e->plan.passing.results.v, results, sizeof results);
	arena_free(e->arena);
}

// Entries around a body, here an empty one, which may work in other registers.
static void test_body(void **state)
{
	static const struct row row = {"", {&g_i64, &g_i64}, {&g_i64, &g_i64}, {{&c_i64, 0}, {&c_i64, 8}}, {&c_two_longs,
		16}, "", "", false};
	static const struct {
		bool renamed;
		int di, si, ax, dx; // where the body has them
		uint64_t swapped;
		const char *want, *form;
	} bodies[] = {
		{false, BX, 0, BX, 0, 0, "MOVQ AX, DI; MOVQ BX, SI; MOVQ DX, BX; RET; ", "fused with the C function"},
		{true, 0, BX, 0, BX, 0, "RET; ", "fused with the C function, which works in Go's"},
		{true, BX, 0, 0, BX, 0, "MOVQ AX, R12; MOVQ BX, AX; MOVQ R12, BX; RET; ",
			"fused with the C function, which works in Go's"},
		{true, 0, BX, BX, 0, 0, "MOVQ BX, R12; MOVQ AX, BX; MOVQ R12, AX; RET; ",
			"fused with the C function, which works in Go's"},
		{true, REWRITE_UNUSED, CX, 0, BX, 0, "MOVQ BX, CX; RET; ", "fused with the C function, which works in Go's"},
		{true, 0, CX, CX, SI, 1, "MOVQ BX, CX; RET; ", "fused with the C function, which works in Go's"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct image img = {.fd = -1};
		struct body body = {.image = &img, .renamed = bodies[i].renamed, .constants = "c", .file = "f.s"};
		struct entry *e = entry_new(&row);
		const char *form;
		body.registers.at[DI] = (uint8_t)bodies[i].di, body.registers.at[SI] = (uint8_t)bodies[i].si;
		body.registers.at[0] = (uint8_t)bodies[i].ax, body.registers.at[2] = (uint8_t)bodies[i].dx;
		body.registers.swapped = bodies[i].swapped;
		e->tr.body = &body;
		assert_null(regentry_plan(e->arena, &e->tr, &e->plan));
		assert_string_equal(write_entry(e, true, false, &form), bodies[i].want);
		assert_string_equal(form, bodies[i].form);
		assert_non_null(strstr(e->out.p, "NOSPLIT|NOFRAME")); // no frame pointer is saved
		arena_free(e->arena);
	}
}

static void test_value(void **state)
{
	(void)state;
	struct buf out = {.arena = arena_new()};
	regentry_value(&(struct asmtext){.out = &out}, "fn", "entry");
	assert_string_equal(out.p, "\nDATA entry\302\267closure<>(SB)/8, $entry<>(SB)\n"
		"GLOBL entry\302\267closure<>(SB), NOPTR, $8\n\n"
	                           "DATA \302\267fn(SB)/8, $entry\302\267closure<>(SB)\nGLOBL \302\267fn(SB), NOPTR, $8\n");
	arena_free(out.arena);
}

static uint64_t rng;

static size_t below(size_t n)
{
	rng = rng * 6364136223846793005 + 1442695040888963407;
	return (size_t)(rng >> 33) % n;
}

enum { GO_INTS = 9, GO_FLOATS = 15, ROUNDS = 2000 };

struct cell {
	char reg[8];
	int value; // the Go word's number
};

static struct cell *cell_of(struct cell *cells, const char *reg)
{
	size_t i = 0;
	while (*cells[i].reg && strcmp(cells[i].reg, reg) != 0)
		i++;
	strcpy(cells[i].reg, reg);
	return &cells[i];
}

// Runs the moves in front of the call; *spares counts the rings.
static void run_moves(struct cell *cells, char *text, int *spares)
{
	for (char *line = strtok(text, ";"); line; line = strtok(NULL, ";")) {
		char op[20], from[8], to[8];
		if (sscanf(line, " %19s %7[^,], %7s", op, from, to) != 3)
			return;
		assert_true(strcmp(op, "MOVQ") == 0 || strcmp(op, "MOVAPS") == 0);
		int value = cell_of(cells, from)->value;
		cell_of(cells, to)->value = value;
		*spares += strcmp(to, "R12") == 0 || strcmp(to, "X14") == 0;
	}
}

// C's registers get Go's words in any order, some words twice.
static void test_any_order(void **state)
{
	static const char *const go_ints[] = {"AX", "BX", "CX", "DI", "SI", "R8", "R9", "R10", "R11"};
	static const char *const c_ints[] = {"DI", "SI", "DX", "CX", "R8", "R9"};
	int spares = 0;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct row r = {.name = "any"};
		struct cell cells[64] = {{{0}, 0}};
		const char *form;
		size_t want[SYSV_INT_REGS + SYSV_SSE_REGS];
		for (size_t i = 0; i < GO_INTS + GO_FLOATS - 1; i++) { // X14 stays free
			r.params[i] = i < GO_INTS ? &g_i64 : &g_f64;
			char name[8];
			snprintf(name, sizeof name, "X%d", (int)(i - GO_INTS) & 15);
			cell_of(cells, i < GO_INTS ? go_ints[i] : name)->value = (int)i;
		}
		for (size_t i = 0; i < COUNT(want); i++) {
			want[i] = i < SYSV_INT_REGS ? below(GO_INTS) : GO_INTS + below(SYSV_SSE_REGS);
			r.args[i] = (struct given_arg){i < SYSV_INT_REGS ? &c_i64 : &c_f64, 8 * want[i]};
		}
		struct entry *e = entry_new(&r);
		assert_null(regentry_plan(e->arena, &e->tr, &e->plan));
		const char *text = write_entry(e, false, false, &form);
		run_moves(cells, arena_strdup(e->arena, text), &spares);
		for (size_t i = 0; i < COUNT(want); i++) {
			char name[8];
			snprintf(name, sizeof name, "X%d", (int)(i - SYSV_INT_REGS) & 15);
			const char *reg = i < SYSV_INT_REGS ? c_ints[i] : name;
			if ((size_t)cell_of(cells, reg)->value != want[i])
				fail_msg("round %d: %s has word %d, want %zu: %s", round, reg, cell_of(cells, reg)->value, want[i], text);
		}
		arena_free(e->arena);
	}
	assert_in_range(spares, ROUNDS / 4, 10 * ROUNDS); // rings were among them
}

int main(void)
{
	const char *env = getenv("REGENTRY_SEED");
	rng = env ? strtoull(env, NULL, 0) : (uint64_t)time(NULL);
	printf("REGENTRY_SEED=%llu\n", (unsigned long long)rng);
	fflush(stdout);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),    cmocka_unit_test(test_text),  cmocka_unit_test(test_needs),
		cmocka_unit_test(test_stack),   cmocka_unit_test(test_passing), cmocka_unit_test(test_body),
		cmocka_unit_test(test_value),   cmocka_unit_test(test_any_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
