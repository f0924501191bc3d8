// gotypes.c - Go declarations made up from bytes, laid out as gc does; and
// the target that binds them to explicit signatures.
#include "fuzz.h"

#include "base/buf.h"

#include <stdio.h>
#include <string.h>

enum { MAX_DEPTH = 6, MAX_FIELDS = 12, MAX_PARAMS = 6 };

static const struct {
	const char *text;
	uint64_t size, align;
} scalars[] = {
	[GO_BOOL] = {"bool", 1, 1},         [GO_INT8] = {"int8", 1, 1},       [GO_INT16] = {"int16", 2, 2},
	[GO_INT32] = {"int32", 4, 4},       [GO_INT64] = {"int64", 8, 8},     [GO_INT] = {"int", 8, 8},
	[GO_UINT8] = {"uint8", 1, 1},       [GO_UINT16] = {"uint16", 2, 2},   [GO_UINT32] = {"uint32", 4, 4},
	[GO_UINT64] = {"uint64", 8, 8},     [GO_UINT] = {"uint", 8, 8},       [GO_UINTPTR] = {"uintptr", 8, 8},
	[GO_FLOAT32] = {"float32", 4, 4},   [GO_FLOAT64] = {"float64", 8, 8}, [GO_COMPLEX64] = {"complex64", 8, 4},
	[GO_COMPLEX128] = {"complex128", 16, 8}, [GO_STRING] = {"string", 16, 8}, [GO_POINTER] = {"*T", 8, 8},
	[GO_UNSAFE_POINTER] = {"unsafe.Pointer", 8, 8}, [GO_SLICE] = {"[]T", 24, 8}, [GO_INTERFACE] = {"any", 16, 8},
	[GO_MAP] = {"map[T]T", 8, 8},       [GO_CHAN] = {"chan T", 8, 8},     [GO_FUNC] = {"func()", 8, 8},
	[GO_KINDS] = {0},
};

static uint64_t up(uint64_t n, uint64_t align)
{
	return (n + align - 1) / align * align;
}

static const struct gotype *go_type(struct arena *a, struct feed *f, int depth);

static void go_struct(struct arena *a, struct feed *f, int depth, struct gotype *t)
{
	size_t n = feed_byte(f) % MAX_FIELDS;
	struct gofield *fields = arena_alloc(a, n * sizeof *fields);
	t->text = "struct{...}";
	t->align = 1;
	for (size_t i = 0; i < n; i++) {
		bool blank = feed_byte(f) % 8 == 7;
		const struct gotype *e = go_type(a, f, depth + 1);
		t->size = up(t->size, e->align);
		fields[i] = (struct gofield){blank ? "_" : arena_printf(a, "f%zu", i), t->size, e};
		t->size += e->size;
		t->align = e->align > t->align ? e->align : t->align;
	}
	t->size = up(t->size, t->align);
	t->fields = fields;
	t->nfields = n;
}

static const struct gotype *go_type(struct arena *a, struct feed *f, int depth)
{
	struct gotype *t = arena_alloc(a, sizeof *t);
	t->kind = (enum gokind)(feed_byte(f) % GO_KINDS);
	if (depth >= MAX_DEPTH && (t->kind == GO_STRUCT || t->kind == GO_ARRAY || t->kind == GO_SLICE || t->kind == GO_POINTER))
		t->kind = GO_UINT8;
	if (t->kind == GO_STRUCT) {
		go_struct(a, f, depth, t);
		return t;
	}
	if (t->kind == GO_ARRAY || t->kind == GO_SLICE || t->kind == GO_POINTER)
		t->elem = go_type(a, f, depth + 1);
	if (t->kind == GO_ARRAY) {
		t->text = "[...]T";
		t->len = feed_byte(f);
		if (t->len >= 252) // as long as an address space allows
			t->len = t->elem->size ? (1ULL << 40) / t->elem->size >> (t->len % 50) : 1ULL << 40;
		if (t->elem->size && t->len > (1ULL << 40) / t->elem->size)
			t->len = 1;
		t->size = t->len * t->elem->size;
		t->align = t->elem->align;
		return t;
	}
	t->text = scalars[t->kind].text;
	t->size = scalars[t->kind].size;
	t->align = scalars[t->kind].align;
	return t;
}

static const struct goparam *go_params(struct arena *a, struct feed *f, const char *prefix, size_t n, uint64_t *at)
{
	struct goparam *p = arena_alloc(a, n * sizeof *p);
	for (size_t i = 0; i < n; i++) {
		p[i].type = go_type(a, f, 0);
		p[i].name = arena_printf(a, "%s%zu", prefix, i);
		p[i].offset = *at = up(*at, p[i].type->align);
		*at += p[i].type->size;
	}
	*at = up(*at, 8);
	return p;
}

static const char *list(struct arena *a, const struct goparam *p, size_t n)
{
	const char *s = "(";
	for (size_t i = 0; i < n; i++)
		s = arena_printf(a, "%s%s%s %s", s, i ? ", " : "", p[i].name, p[i].type->text);
	return arena_printf(a, "%s)", s);
}

struct gofunc fuzz_function(struct arena *a, struct feed *f, const char *c_name, const char *signature)
{
	struct gofunc g = {.name = "F", .c_name = c_name, .pos = {"f.go", 3, 6}, .signature = signature, .build = ""};
	unsigned counts = feed_byte(f);
	g.nparams = counts % MAX_PARAMS;
	g.nresults = counts / MAX_PARAMS % 4;
	g.params = go_params(a, f, "p", g.nparams, &g.args_size);
	g.results = go_params(a, f, "r", g.nresults, &g.args_size);
	g.decl = arena_printf(a, "func F%s %s", list(a, g.params, g.nparams), list(a, g.results, g.nresults));
	return g;
}

// The scalar kinds as a signature has them.
static void fitting_type(struct buf *out, const struct gotype *t)
{
	static const char *const words[GO_KINDS] = {
		[GO_BOOL] = "bool",     [GO_INT8] = "i8",       [GO_INT16] = "i16",     [GO_INT32] = "i32",  [GO_INT64] = "i64",
		[GO_INT] = "i64",       [GO_UINT8] = "u8",      [GO_UINT16] = "u16",    [GO_UINT32] = "u32", [GO_UINT64] = "u64",
		[GO_UINT] = "u64",      [GO_UINTPTR] = "u64",   [GO_FLOAT32] = "f32",   [GO_FLOAT64] = "f64", [GO_COMPLEX64] = "c64",
		[GO_COMPLEX128] = "c128", [GO_STRING] = "{ptr, u64}", [GO_POINTER] = "ptr", [GO_UNSAFE_POINTER] = "ptr",
		[GO_SLICE] = "{ptr, u64, u64}",
	};
	if (t->kind == GO_ARRAY) {
		buf_printf(out, "[%llu]", (unsigned long long)t->len);
		fitting_type(out, t->elem);
	} else if (t->kind == GO_STRUCT) {
		for (size_t i = 0; i < t->nfields; i++) {
			buf_printf(out, i ? ", " : "{");
			fitting_type(out, t->fields[i].type);
		}
		buf_printf(out, t->nfields ? "}" : "u8");
	} else {
		buf_printf(out, "%s", words[t->kind] ? words[t->kind] : "ptr");
	}
}

// The signature that fits f, so that what comes after binding is met too.
static const char *fitting(struct arena *a, const struct gofunc *f)
{
	struct buf out = {.arena = a};
	buf_printf(&out, "(");
	for (size_t i = 0; i < f->nparams; i++) {
		buf_printf(&out, i ? ", " : "");
		bool array = f->params[i].type->kind == GO_ARRAY;
		buf_printf(&out, array ? "{" : "");
		fitting_type(&out, f->params[i].type);
		buf_printf(&out, array ? "}" : "");
	}
	buf_printf(&out, ") ");
	for (size_t i = 0; i < f->nresults; i++) {
		buf_printf(&out, i ? ", " : "{");
		fitting_type(&out, f->results[i].type);
	}
	buf_printf(&out, f->nresults ? "}" : "");
	return out.p;
}

static void bind_and_emit(struct fuzz_build *f, const struct image *img, const struct gofunc *go)
{
	struct call call;
	if (!bind_function(&f->b, img, go, &img->symbols.v[0], &call))
		return;
	uint64_t args = go->params == go->results ? 0 : go->args_size;
	for (size_t i = 0; i < call.args.n; i++)
		fuzz_check(call.args.v[i].offset + call.args.v[i].type->size <= args, "an argument outside of the Go frame");
	fuzz_check(call.result_offset + call.result_size <= go->args_size, "a result outside of the Go frame");
	if (args < 1 << 20) // what a goroutine's stack can hold
		fuzz_check_trampoline(f->b.arena, &call, 128);
}

// The input: an explicit signature, a NUL, then bytes that make up the Go function.
void fuzz_bind(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	struct feed feed = {data, size};
	fuzz_build_start(&f);
	struct image img = {.arch = f.b.arch, .fd = -1, .dir = ".", .base = 0x10000};
	VEC_PUSH(f.b.arena, &img.symbols, (struct symbol){"c_fn", 0x10000, 1, true, true});
	const char *signature = feed_string(f.b.arena, &feed);
	struct gofunc go = fuzz_function(f.b.arena, &feed, "c_fn", signature);
	bind_and_emit(&f, &img, &go);
	go.signature = fitting(f.b.arena, &go);
	bind_and_emit(&f, &img, &go);
	fuzz_build_end(&f);
}
