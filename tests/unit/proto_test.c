/*
 * proto_test: pack/bind/proto.h over one C file as gcc and clang compile it, with
 * DWARF 4 and 5: every declaration as it is told, and types in full.
 *
 * Types are written as describe() does: kind and size, s signed, c plain char,
 * what a struct holds at which byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bind/proto.h"
#include "cimage.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char source[] =
	"typedef unsigned char u8; typedef unsigned long u64; typedef int (*compare)(const void *, const void *);\n"
	"typedef u64 *words; typedef float v4 __attribute__((vector_size(16)));\n"
	"enum color { RED, GREEN }; enum sign { MINUS = -1 }; enum wide { WIDE = 1ul << 40 };\n"
	"struct point { double x, y; };\n"
	"struct node { struct node *next; u64 v; };\n"
	"struct outer { int a; struct { short b; char c[3]; } in; struct point p[2]; };\n"
	"struct bits { unsigned a : 3, b : 5; int c; };\n"
	"union either { int i; float f; };\n"
	"struct grid { int a[2][3]; };\n"
	"struct flex { u64 n; u8 data[]; };\n"
	"struct hidden;\n"
	"struct __attribute__((aligned(32))) raised { int a; };\n"
	"struct member { _Alignas(16) int a; };\n"
	"struct holder { struct raised r; };\n"
	"struct __attribute__((packed)) tight { char a; int b; };\n"
	"struct ping { struct pong *p; }; struct pong { struct ping q; struct pong *self; };\n"
	"void nothing(void) {}\n"
	"u64 sum(const u64 *xs, u64 n) { return n ? *xs : 0; }\n"
	"int small(_Bool b, char c, signed char d, unsigned char e, short f, unsigned short g) { return b + c + d + e + f "
	"+ g; }\n"
	"long large(int a, unsigned b, long c, unsigned long d, long long e) { return a + b + c + d + e; }\n"
	"double floats(float a, double b, float _Complex c, double _Complex d) { return a + b + __real__ c + __real__ d; }\n"
	"__int128 wide(__int128 a, unsigned __int128 b) { return a + (__int128)b; }\n"
	"long double longer(long double a) { return a; }\n"
	"int enums(enum color a, enum sign b, enum wide c) { return a + b + (c != 0); }\n"
	"struct point *pointers(void *a, const char *b, u64 **c, struct hidden *d) { return a && b && c && d ? a : 0; }\n"
	"int qualified(volatile int *a, char *const b, const char *const *c, const int d) { return a && b && c && d; }\n"
	"struct point by_value(struct outer *a, struct point b) { return a ? a->p[0] : b; }\n"
	"u64 list(struct node *n) { return n->v; }\n"
	"int records(struct bits *a, union either *b, struct grid *c, struct flex *d, struct tight *e)\n"
	"{ return a->c + b->i + c->a[0][0] + (int)d->n + e->b; }\n"
	"int aligned(struct raised *a, struct member *b, struct holder *c) { return a->a + b->a + c->r.a; }\n"
	"int rounds(struct ping *p) { return p->p != 0; }\n"
	"int sort(u64 *xs, compare by, int (*other)(u64)) { return xs && by && other; }\n"
	"v4 vectors(v4 a) { return a; }\n"
	"int many(const char *format, ...) { return *format; }\n"
	"int old(a, b) int a; float b; { return a + (int)b; }\n"
	"int bare() { return 1; }\n"
	"words typedefs(words w, u8 n) { return n ? w : 0; }\n"
	"int other_name(int a) __attribute__((alias(\"same\")));\n"
	"int same(int a) { return a; }\n"
	"void chars(_Bool a, char b, signed char c, unsigned char d) {}\n"
	"int call(int (**f)(void), void (*const g)(char *, ...), int (*(*h)(u64))(int (*)(char *const))) { return f && g "
	"&& h; }\n"
	"int (*result(int a))(u64) { return 0; }\n"
	"int narrow(u64 *restrict a) { return a != 0; }\n"
	"struct loop { struct loop *kids[2]; }; typedef const struct cycle *cyclic; struct cycle { cyclic next; };\n"
	"int loops(struct loop *a, struct loop b) { return a != b.kids[0]; }\n"
	"int cycles(cyclic a, struct cycle b) { return a != b.next; }\n"
	"typedef int (*cb_t)(int); typedef int fn_t(int); typedef int row_t[4]; typedef cb_t cbs_t[2];\n"
	"int named(cb_t cb, const cb_t c, cb_t *d, fn_t *e, row_t *f, int (*g)[4], cbs_t *h) { return cb && c && d && e && f && g "
	"&& h; }\n"
	"int arrays(int (*a)[3], const char *(*b)[2], int (*(*c)[2])(int), int (*const d)[2][3], int (**e)[4])\n"
	"{ return a && b && c && d && e; }\n"
	"int (*array_result(void))[3] { return 0; }\n"
	"cb_t callback_result(const int *volatile a) { return a ? 0 : 0; }\n"
	"fn_t *(*nested(int (*(*a)(cb_t b))[3]))(fn_t *) { return a ? 0 : 0; }\n";

enum { RESULT = -1, LINE_OF_SUM = 18, DEPTH = 4 };

static const char *const compilers[] = {"gcc -O1 -gdwarf-4", "gcc -O1 -gdwarf-5", "clang -O1 -gdwarf-4",
	"clang -O1 -gdwarf-5"};

static const char *describe(struct arena *a, const struct ctype *t, int depth)
{
	static const char *const names[] = {"void", "bool", "int", "float", "complex", "pointer", "struct", "union",
		"array", "vector", "other"};
	if (depth == 0)
		return "..";
	const char *marks = arena_printf(a, "%s%s%s%s%s", t->is_signed ? "s" : "", t->is_char ? "c" : "",
		t->incomplete ? "?" : "",
	                                 t->overaligned ? "^" : "", t->unfit ? "!" : "");
	if (t->kind == C_POINTER)
		return arena_printf(a, "*%s%s", marks, t->elem ? describe(a, t->elem, depth - 1) : "void");
	if (t->kind == C_ARRAY)
		return arena_printf(a, "[%llu]%s%s", (unsigned long long)t->len, marks, describe(a, t->elem, depth));
	const char *s = arena_printf(a, "%s%llu%s", names[t->kind], (unsigned long long)t->size, marks);
	if (t->kind != C_STRUCT && t->kind != C_UNION)
		return t->align == t->size ? s : arena_printf(a, "%s/%llu", s, (unsigned long long)t->align);
	s = arena_printf(a, "%s/%llu{", s, (unsigned long long)t->align);
	for (size_t i = 0; i < t->nfields; i++) {
		const struct cfield *f = &t->fields[i];
		const char *at = f->bits ? "bits" : arena_printf(a, "%llu", (unsigned long long)f->offset);
		s = arena_printf(a, "%s%s%s %s %s", s, i ? ", " : "", at, f->name, describe(a, f->type, depth - 1));
	}
	return arena_printf(a, "%s}", s);
}

static const struct {
	const char *name, *text;
} declarations[] = {
	{"nothing", "void nothing(void)"},
	{"sum", "u64 sum(const u64 *xs, u64 n)"},
	{"chars", "void chars(_Bool a, char b, signed char c, unsigned char d)"},
	{"named", "int named(cb_t cb, const cb_t c, cb_t *d, fn_t *e, row_t *f, int (*g)[4], cbs_t *h)"},
	{"arrays", "int arrays(int (*a)[3], const char *(*b)[2], int (*(*c)[2])(int), int (*const d)[2][3], int (**e)[4])"},
	{"array_result", "int (*array_result(void))[3]"},
	{"callback_result", "cb_t callback_result(const int *volatile a)"},
	{"nested", "fn_t *(*nested(int (*(*a)(cb_t))[3]))(fn_t *)"},
	{"call", "int call(int (**f)(void), void (*const g)(char *, ...), int (*(*h)(u64))(int (*)(char *const)))"},
	{"result", "int (*result(int a))(u64)"},
	{"narrow", "int narrow(u64 *restrict a)"},
	{"qualified", "int qualified(volatile int *a, char *const b, const char *const *c, const int d)"},
	{"pointers", "struct point *pointers(void *a, const char *b, u64 **c, struct hidden *d)"},
	{"by_value", "struct point by_value(struct outer *a, struct point b)"},
	{"enums", "int enums(enum color a, enum sign b, enum wide c)"},
	{"sort", "int sort(u64 *xs, compare by, int (*other)(u64))"},
	{"typedefs", "words typedefs(words w, u8 n)"},
	{"many", "int many(const char *format, ...)"},
	{"bare", "int bare(void)"},
};

#define POINT "struct16/8{0 x float8, 8 y float8}"

static const struct {
	const char *name;
	int index; // of the parameter; or RESULT
	const char *want;
} types[] = {
	{"nothing", RESULT, "void0/1"},
	{"small", RESULT, "int4s"},
	{"small", 0, "bool1"},
	{"small", 1, "int1sc"},
	{"small", 2, "int1s"},
	{"small", 3, "int1"},
	{"small", 4, "int2s"},
	{"small", 5, "int2"},
	{"large", 0, "int4s"},
	{"large", 1, "int4"},
	{"large", 2, "int8s"},
	{"large", 3, "int8"},
	{"large", 4, "int8s"},
	{"floats", 0, "float4"},
	{"floats", 1, "float8"},
	{"floats", 2, "complex8/4"},
	{"floats", 3, "complex16/8"},
	{"wide", 0, "int16s"},
	{"wide", 1, "int16"},
	{"longer", 0, "float16"},
	{"enums", 0, "int4"},
	{"enums", 1, "int4s"},
	{"enums", 2, "int8"},
	{"pointers", RESULT, "*" POINT},
	{"pointers", 0, "*void"},
	{"pointers", 1, "*int1sc"},
	{"pointers", 2, "**int8"},
	{"pointers", 3, "*struct0?/1{}"},
	{"by_value", 0, "*struct48/8{0 a int4s, 4 in struct6/2{0 b int2s, 2 c [3]int1sc}, 16 p [2]" POINT "}"},
	{"by_value", 1, POINT},
	{"by_value", RESULT, POINT},
	{"list", 0, "*struct16/8{0 next *struct16/8{0 next .., 8 v ..}, 8 v int8}"},
	{"records", 0, "*struct8/4{bits a int4, bits b int4, 4 c int4s}"},
	{"records", 1, "*union4/4{0 i int4s, 0 f float4}"},
	{"records", 2, "*struct24/4{0 a [2][3]int4s}"},
	{"records", 3, "*struct8/8{0 n int8, 8 data [0]int1}"},
	{"records", 4, "*struct5/4{0 a int1sc, 1 b int4s}"},
	{"aligned", 0, "*struct32^/32{0 a int4s}"},
	{"aligned", 1, "*struct16^/16{0 a int4s}"},
	{"aligned", 2, "*struct32^/32{0 r struct32^/32{0 a int4s}}"},
	{"rounds", 0, "*struct8/8{0 p *struct16/8{0 q .., 8 self ..}}"},
	// read through a pointer first, it holds that pointer
	{"loops", 1, "struct16/8{0 kids [2]*struct16/8{0 kids [2]*..}}"},
	{"cycles", 1, "struct8/8{0 next *struct8/8{0 next *..}}"},
	{"sort", 1, "*other0/1"},
	{"sort", 2, "*other0/1"},
	{"vectors", 0, "vector16"},
	{"vectors", RESULT, "vector16"},
	{"typedefs", 0, "*int8"},
	{"typedefs", 1, "int1"},
	{"other_name", 0, "int4s"}, // the alias has no debug information of its own
	{"same", 0, "int4s"},
};

static struct cimage *images[COUNT(compilers)];

static int compile(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(compilers); i++) {
		struct arena *a = arena_new();
		images[i] = cimage_new(arena_printf(a, "%s -fPIC -w", compilers[i]), "x.c", source);
		arena_free(a);
	}
	return 0;
}

static int remove_images(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(compilers); i++)
		cimage_free(images[i]);
	return 0;
}

static const struct proto *read_proto(size_t compiler, const char *name)
{
	struct cimage *c = images[compiler];
	const struct symbol *sym = image_symbol(&c->img, name);
	assert_non_null(sym);
	const struct proto *p = proto_read(c->arena, &c->img, sym);
	if (!p)
		fail_msg("%s: %s has no prototype", compilers[compiler], name);
	return p;
}

static void test_declarations(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(compilers); i++) {
		for (size_t k = 0; k < COUNT(declarations); k++) {
			const struct proto *p = read_proto(i, declarations[k].name);
			assert_string_equal(p->name, declarations[k].name);
			if (strcmp(p->text, declarations[k].text) == 0)
				continue;
			print_error("%s: %s, want %s\n", compilers[i], p->text, declarations[k].text);
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

static void test_types(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(compilers); i++) {
		for (size_t k = 0; k < COUNT(types); k++) {
			const struct proto *p = read_proto(i, types[k].name);
			assert_true(types[k].index < (int)p->nparams);
			const struct ctype *t = types[k].index == RESULT ? p->result : p->params[types[k].index].type;
			const char *got = describe(images[i]->arena, t, DEPTH);
			if (strcmp(got, types[k].want) == 0)
				continue;
			print_error("%s: %s %d: %s, want %s\n", compilers[i], types[k].name, types[k].index, got, types[k].want);
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

// A type that holds pointers to itself is one type, and complete behind them.
static void test_recursive(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(compilers); i++) {
		const struct ctype *node = read_proto(i, "list")->params[0].type->elem;
		assert_ptr_equal(node->fields[0].type->elem, node);
		assert_false(node->incomplete);
		const struct ctype *ping = read_proto(i, "rounds")->params[0].type->elem, *pong = ping->fields[0].type->elem;
		assert_ptr_equal(pong->fields[1].type->elem, pong);
		assert_string_equal(pong->fields[0].type->text, "struct ping");
	}
}

static void test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(compilers); i++) {
		const struct proto *p = read_proto(i, "sum");
		bool gcc = strncmp(compilers[i], "gcc", 3) == 0;
		assert_string_equal(p->pos.file, "pkg/x.c");
		assert_int_equal(p->pos.line, LINE_OF_SUM);
		assert_int_equal(p->params[1].pos.line, LINE_OF_SUM);
		assert_non_null(strstr(p->producer, gcc ? "GNU C" : "clang"));
		// DWARF's numbers of rdi and rsi; clang does not say
		assert_int_equal(p->params[0].entry, gcc ? 5 : 0);
		assert_int_equal(p->params[1].entry, gcc ? 4 : 0);
		assert_true(read_proto(i, "many")->variadic);
		assert_int_equal(read_proto(i, "many")->nparams, 1);
		assert_false(p->variadic);
	}
}

// What a function is not to be believed, each with the word that says why.
static void test_doubt(void **state)
{
	static const struct {
		const char *command, *source, *why; // NULL: none
		bool final;
	} rows[] = {
		{"gcc -g", "int f(int a) { return a; }", NULL, false},
		{"clang -g", "int f(int a) { return a; }", NULL, false},
		{"gcc -g", "int f(void) { return 1; }", NULL, false},
		{"gcc -g", "int f() { return 1; }", "has no prototype of f: () stands for (void)", false},
		{"clang -g", "int f() { return 1; }", "has no prototype of f: () stands for (void)", false},
		{"gcc -g", "int f(a) char a; { return a; }", "f is defined without a prototype (K&R)", false},
		{"clang -g", "int f(a) char a; { return a; }", "f is defined without a prototype (K&R)", false},
		{"clang -g", "__attribute__((ms_abi)) int f(int a) { return a; }", "f follows another calling convention: ms_abi",
			true},
		{"gcc -g -mabi=ms", "int f(int a) { return a; }", "f was compiled with -mabi=ms", true},
		{"gcc -g -mgeneral-regs-only", "int f(int a) { return a; }", NULL, false},
		{"clang -g", "__attribute__((preserve_most)) void f(int a) { (void)a; }",
			"another calling convention: preserve_most", true},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *a = arena_new();
		struct cimage *c = cimage_new(arena_printf(a, "%s -O1 -fPIC -w", rows[i].command), "x.c", rows[i].source);
		const struct proto *p = proto_read(c->arena, &c->img, image_symbol(&c->img, "f"));
		assert_non_null(p);
		const char *why = p->doubt.why;
		if (!why != !rows[i].why || (why && (!strstr(why, rows[i].why) || p->doubt.final != rows[i].final || !p->doubt.hint)))
			fail_msg("%s: %s: %s (final: %d); want %s", rows[i].command, rows[i].source, why ? why : "no doubt", p->doubt.final,
			         rows[i].why ? rows[i].why : "none");
		cimage_free(c);
		arena_free(a);
	}
}

// Types that can only be pointed to, and types that hold one.
static void test_unfit(void **state)
{
	static const char text[] =
		"struct base { long a; }; struct derived : base { long b; }; struct holds { derived d; };\n"
		"struct dies { long a; ~dies(); }; struct copied { long a; copied(const copied &); };\n"
		"struct acts { long a; virtual void act(); }; struct plain { long a; long get() const { return a; } };\n"
		"extern \"C\" long f(derived *a, dies *b, copied *c, acts *d, plain *e, holds *g)\n"
		"{ return a->b + b->a + c->a + d->a + e->get() + g->d.b; }\n";
	static const char *const want[] = {"it has a base class", "reference", "reference", "", NULL,
		"its member d: it has a base class"};
	(void)state;
	struct cimage *c = cimage_new("clang -O1 -g -fstandalone-debug -fPIC", "x.cc", text);
	const struct proto *p = proto_read(c->arena, &c->img, image_symbol(&c->img, "f"));
	assert_non_null(p);
	assert_int_equal(p->nparams, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		const char *unfit = p->params[i].type->elem->unfit;
		if (!unfit != !want[i] || (unfit && !strstr(unfit, want[i])))
			fail_msg("%s: %s; want %s", p->params[i].type->text, unfit ? unfit : "fit", want[i] ? want[i] : "fit");
	}
	cimage_free(c);
	c = cimage_new("clang -O1 -g -fPIC", "x.c", "struct two { long a, b; }; long f(_Atomic struct two *t) { return t "
		"!= 0; }");
	p = proto_read(c->arena, &c->img, image_symbol(&c->img, "f"));
	assert_string_equal(p->params[0].type->elem->unfit, "compilers differ in how they pass an _Atomic struct");
	cimage_free(c);
}

// Without debug information there is no prototype, nor where no function starts.
static void test_none(void **state)
{
	(void)state;
	struct cimage *c = cimage_new("gcc -O1 -fPIC", "x.c", "int f(int a) { return a; }");
	assert_null(proto_read(c->arena, &c->img, image_symbol(&c->img, "f")));
	cimage_free(c);
	struct symbol inside = *image_symbol(&images[0]->img, "sum");
	inside.addr++;
	assert_null(proto_read(images[0]->arena, &images[0]->img, &inside));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_declarations), cmocka_unit_test(test_types), cmocka_unit_test(test_recursive),
		cmocka_unit_test(test_places),       cmocka_unit_test(test_doubt), cmocka_unit_test(test_unfit),
		cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests(tests, compile, remove_images);
}
