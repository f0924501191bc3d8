/*
 * read_test: pack/read.h's read_json, on good documents and on bad ones.
 *
 * The seed of the random damage is printed; set READ_SEED to repeat a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "base/buf.h"
#include "read/read.h"
#include "told.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char good[] =
	"{\"dir\": \"gostubs/sum\", \"abs_dir\": \"/w/gostubs/sum\", \"name\": \"sum\", \"path\": \"m/gostubs/sum\","
	" \"goroot\": \"/go\", \"module_dir\": \"/w\", \"lang\": \"go1.23\", \"go_version\": \"go1.24.1\","
	" \"imports\": [\"unsafe\"], \"go_files\": [\"a.go\", \"b.go\"], \"asm_files\": [\"x_amd64.s\"],"
	" \"sources\": [{\"file\": \"a.go\", \"line\": 3, \"col\": 1, \"paths\": [\"c/a.c\", \"c/b.c\"]},"
	"               {\"file\": \"b.go\", \"line\": 4, \"col\": 2, \"paths\": [\"d.c\"]}],"
	" \"archives\": [{\"file\": \"a.go\", \"line\": 5, \"col\": 1, \"paths\": [\"l.a\"]}],"
	" \"cflags\": [{\"file\": \"a.go\", \"line\": 6, \"col\": 1, \"flag\": \"-O3\"}],"
	" \"cpu\": [{\"file\": \"a.go\", \"line\": 7, \"col\": 1, \"level\": \"x86-64-v3\"}],"
	" \"funcs\": [{\"name\": \"Sum\", \"c_name\": \"sum_u64\", \"file\": \"a.go\", \"line\": 12, \"col\": 6,"
	"   \"decl\": \"func Sum(xs []uint64, p pair) uint64\", \"build\": \"linux\", \"args_size\": 48, \"blocking\": true,"
	"   \"params\": [{\"name\": \"xs\", \"offset\": 0, \"type\": {\"go\": \"[]uint64\", \"kind\": \"slice\", \"size\": 24,"
	"       \"align\": 8, \"elem\": {\"go\": \"uint64\", \"kind\": \"uint64\", \"size\": 8, \"align\": 8}}},"
	"     {\"name\": \"p\", \"offset\": 24, \"type\": {\"go\": \"pair\", \"kind\": \"struct\", \"size\": 16, \"align\": 8,"
	"       \"fields\": [{\"name\": \"a\", \"offset\": 0, \"type\": {\"go\": \"[3]int8\", \"kind\": \"array\", \"size\": 3,"
	"           \"align\": 1, \"len\": 3, \"elem\": {\"go\": \"int8\", \"kind\": \"int8\", \"size\": 1, \"align\": 1}}},"
	"         {\"name\": \"next\", \"offset\": 8, \"type\": {\"go\": \"*pair\", \"kind\": \"pointer\", \"size\": 8, \"align\": 8,"
	"           \"elem\": {\"go\": \"pair\", \"kind\": \"struct\", \"size\": 16, \"align\": 8, \"recursive\": true}}}]}}],"
	"   \"results\": [{\"name\": \"ret\", \"offset\": 40, \"type\": {\"go\": \"uint64\", \"kind\": \"uint64\", \"size\": 8,"
	"       \"align\": 8}}]}],"
	" \"diagnostics\": [{\"file\": \"b.go\", \"line\": 9, \"col\": 1, \"code\": 1201, \"message\": \"100%s bad\", \"hint\": \"mend it\"},"
	"                   {\"file\": \"a.go\", \"line\": 2, \"col\": 0, \"code\": 1101, \"message\": \"bad\"}]}";

struct reading {
	struct arena *a;
	struct diags d;
	struct gopkg pkg;
	bool ok;
};

static struct reading reading(const char *json, size_t n)
{
	struct reading r = {.a = arena_new()};
	r.d.arena = r.a;
	r.ok = read_json(r.a, &r.d, json, n, &r.pkg);
	return r;
}

static void test_package(void **state)
{
	(void)state;
	struct reading r = reading(good, sizeof good - 1);
	const struct gopkg *p = &r.pkg;
	assert_true(r.ok);
	assert_string_equal(p->dir, "gostubs/sum");
	assert_string_equal(p->abs_dir, "/w/gostubs/sum");
	assert_string_equal(p->name, "sum");
	assert_string_equal(p->path, "m/gostubs/sum");
	assert_string_equal(p->goroot, "/go");
	assert_string_equal(p->module_dir, "/w");
	assert_string_equal(p->lang, "go1.23");
	assert_string_equal(p->go_version, "go1.24.1");
	assert_int_equal(p->imports.n, 1);
	assert_int_equal(p->go_files.n, 2);
	assert_string_equal(p->go_files.v[1], "b.go");
	assert_string_equal(p->asm_files.v[0], "x_amd64.s");
	assert_int_equal(p->sources.n, 3); // every path has the place of its directive
	assert_string_equal(p->sources.v[1].path, "c/b.c");
	assert_string_equal(p->sources.v[1].pos.file, "a.go");
	assert_int_equal(p->sources.v[1].pos.line, 3);
	assert_int_equal(p->sources.v[2].pos.line, 4);
	assert_int_equal(p->archives.n, 1);
	assert_string_equal(p->cflags.v[0], "-O3");
	assert_string_equal(p->cpu.v[0].path, "x86-64-v3");
	assert_string_equal(told(&r.d), "a.go:2: error: bad\n\thint: write one of the directives of docs/manual.md\nb.go:9:1: error: 100%s bad\n\thint: mend it\n");
	arena_free(r.a);
}

static void test_function(void **state)
{
	(void)state;
	struct reading r = reading(good, sizeof good - 1);
	assert_int_equal(r.pkg.funcs.n, 1);
	const struct gofunc *f = &r.pkg.funcs.v[0];
	assert_string_equal(f->name, "Sum");
	assert_string_equal(f->c_name, "sum_u64");
	assert_string_equal(f->decl, "func Sum(xs []uint64, p pair) uint64");
	assert_string_equal(f->build, "linux");
	assert_int_equal(f->pos.line, 12);
	assert_int_equal(f->pos.col, 6);
	assert_int_equal(f->args_size, 48);
	assert_true(f->blocking);
	assert_int_equal(f->nparams, 2);
	assert_int_equal(f->nresults, 1);
	assert_int_equal(f->results[0].offset, 40);
	const struct gotype *xs = f->params[0].type, *pair = f->params[1].type;
	assert_int_equal(xs->kind, GO_SLICE);
	assert_int_equal(xs->elem->kind, GO_UINT64);
	assert_int_equal(pair->nfields, 2);
	assert_string_equal(pair->fields[1].name, "next");
	assert_int_equal(pair->fields[1].offset, 8);
	assert_int_equal(pair->fields[0].type->len, 3);
	assert_false(pair->recursive);
	assert_true(pair->fields[1].type->elem->recursive);
	assert_null(pair->elem);
	arena_free(r.a);
}

static void test_kinds(void **state)
{
	static const char *const names[GO_KINDS] = {
		"bool", "int8", "int16", "int32", "int64", "int", "uint8", "uint16", "uint32", "uint64", "uint", "uintptr",
		"float32", "float64", "complex64", "complex128", "string", "pointer", "unsafe_pointer", "slice", "array",
		"struct", "interface", "map", "chan", "func",
	};
	(void)state;
	for (int k = 0; k < GO_KINDS; k++) {
		char json[200];
		int n = snprintf(json, sizeof json, "{\"funcs\": [{\"params\": [{\"type\": {\"kind\": \"%s\"}}]}]}", names[k]);
		struct reading r = reading(json, (size_t)n);
		assert_true(r.ok);
		// an array without its element type is nothing that C could be given
		assert_int_equal(r.pkg.funcs.v[0].params[0].type->kind, k == GO_ARRAY ? GO_INTERFACE : k);
		arena_free(r.a);
	}
}

// What is read of one parameter's type when the document is poor.
static void test_poor_documents(void **state)
{
	static const struct {
		const char *json;
		size_t funcs;
	} rows[] = {
		{"{}", 0},
		{"{\"funcs\": []}", 0},
		{"{\"funcs\": {}}", 0},
		{"{\"funcs\": \"f\"}", 0},
		{"{\"funcs\": null, \"diagnostics\": 7, \"sources\": [1, null, {\"paths\": 3}], \"cpu\": {\"a\": 1}}", 0},
		{"{\"funcs\": [{}]}", 1},
		{"{\"funcs\": [null, 3, \"x\", [], {}]}", 5},
		{"{\"funcs\": [{\"params\": [{}]}]}", 1},
		{"{\"funcs\": [{\"params\": [null, 1, {\"type\": 5}]}]}", 1},
		{"{\"funcs\": [{\"params\": [{\"type\": {\"kind\": \"quux\", \"elem\": 5, \"fields\": [1, {}]}}]}]}", 1},
		{"{\"funcs\": [{\"params\": [{\"type\": {\"kind\": 5, \"elem\": null, \"fields\": {\"a\": 1}}}]}]}", 1},
		{"{\"funcs\": [{\"name\": 1, \"line\": \"2\", \"col\": 1.5, \"decl\": [], \"blocking\": \"true\"}]}", 1},
		{"{\"funcs\": [{\"line\": -3, \"args_size\": -1, \"params\": [{\"offset\": -8, \"type\": {\"size\": -1}}]}]}", 1},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reading r = reading(rows[i].json, strlen(rows[i].json));
		assert_int_equal(r.ok, rows[i].funcs > 0);
		assert_int_equal(r.pkg.funcs.n, rows[i].funcs);
		for (size_t k = 0; k < r.pkg.funcs.n; k++) {
			const struct gofunc *f = &r.pkg.funcs.v[k];
			assert_string_equal(f->name, "");
			assert_string_equal(f->decl, "");
			assert_int_equal(f->pos.line, 0);
			assert_int_equal(f->args_size, 0);
			assert_false(f->blocking);
			for (size_t p = 0; p < f->nparams; p++) {
				assert_int_equal(f->params[p].type->kind, GO_INTERFACE);
				assert_int_equal(f->params[p].type->size, 0);
				assert_int_equal(f->params[p].offset, 0);
			}
		}
		assert_string_equal(told(&r.d), "");
		assert_string_equal(r.pkg.dir, "");
		arena_free(r.a);
	}
}

static void test_no_object(void **state)
{
	static const char *const rows[] = {
		"", " ", "null", "[]", "3", "\"{}\"", "{", "{\"a\"", "{} {}", "nearcall-godecl: panic", "{\"a\": 1,}",
		"{\"a\": 99999999999999999999}", "\xff\xfe", "{\"a\": \"\xc3\"}", "{\"a\": \"\\u0000\"}",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reading r = reading(rows[i], strlen(rows[i]));
		assert_false(r.ok);
		assert_int_equal(diag_status(&r.d), EXIT_TOOL);
		assert_non_null(strstr(told(&r.d), "nearcall: error: nearcall-godecl printed no JSON object"));
		arena_free(r.a);
	}
}

// nested is a document with a type in a type, n deep; the arena's.
static char *nested(struct arena *a, const char *open, const char *close, int n)
{
	struct buf b = {.arena = a};
	buf_printf(&b, "{\"funcs\": [{\"params\": [{\"type\": ");
	for (int i = 0; i < n; i++)
		buf_printf(&b, "%s", open);
	buf_printf(&b, "{\"kind\": \"int8\"}");
	for (int i = 0; i < n; i++)
		buf_printf(&b, "%s", close);
	buf_printf(&b, "}]}]}");
	return b.p;
}

static void test_depth(void **state)
{
	static const struct {
		const char *open, *close;
	} ways[] = {
		{"{\"kind\": \"pointer\", \"elem\": ", "}"},
		{"{\"kind\": \"struct\", \"fields\": [{\"name\": \"f\", \"type\": ", "}]}"},
	};
	static const int depths[] = {1, 10, 150, 600, 5000, 100000};
	(void)state;
	for (size_t w = 0; w < COUNT(ways); w++)
		for (size_t i = 0; i < COUNT(depths); i++) {
			struct arena *a = arena_new();
			const char *json = nested(a, ways[w].open, ways[w].close, depths[i]);
			struct reading r = reading(json, strlen(json));
			// read, or refused as a tool's failure: never a crash
			assert_true(r.ok || diag_status(&r.d) == EXIT_TOOL);
			if (depths[i] <= 150)
				assert_true(r.ok);
			int depth = 0;
			const struct gotype *t = r.ok ? r.pkg.funcs.v[0].params[0].type : NULL;
			while (t && (t->elem || t->nfields)) {
				t = t->elem ? t->elem : t->fields[0].type;
				depth++;
			}
			assert_true(depth <= depths[i]);
			if (depths[i] <= 150)
				assert_int_equal(depth, depths[i]);
			arena_free(r.a);
			arena_free(a);
		}
}

static void test_truncated(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof good - 1; n++) {
		// a copy of just this size: reading past it shows
		char *part = malloc(n + 1);
		assert_non_null(part);
		memcpy(part, good, n);
		struct reading r = reading(part, n);
		assert_false(r.ok);
		assert_int_equal(diag_status(&r.d), EXIT_TOOL);
		arena_free(r.a);
		free(part);
	}
}

static uint64_t rng;

static size_t below(size_t n)
{
	rng = rng * 6364136223846793005 + 1442695040888963407;
	return (size_t)(rng >> 33) % n;
}

// A document damaged in a few places: read or refused, and printable.
static void test_damaged(void **state)
{
	static const char bytes[] = "{}[]\",:0-9.eE\\ntfau\x80\xff ";
	(void)state;
	for (int round = 0; round < 5000; round++) {
		char bad[sizeof good];
		memcpy(bad, good, sizeof good);
		for (size_t k = below(4) + 1; k-- > 0;) {
			size_t at = below(sizeof good - 1), from = below(sizeof good - 1), n = below(30);
			if (below(2) || at + n >= sizeof good || from + n >= sizeof good)
				bad[at] = bytes[below(sizeof bytes - 1)];
			else
				memmove(bad + at, bad + from, n);
		}
		struct reading r = reading(bad, sizeof bad - 1);
		told(&r.d);
		arena_free(r.a);
	}
}

int main(void)
{
	const char *env = getenv("READ_SEED");
	rng = env ? strtoull(env, NULL, 0) : (uint64_t)time(NULL);
	printf("READ_SEED=%llu\n", (unsigned long long)rng);
	fflush(stdout);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_package),
		cmocka_unit_test(test_function),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_poor_documents),
		cmocka_unit_test(test_no_object),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
