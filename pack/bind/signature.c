#include "bind/signature.h"

#include "base/round.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 16, MAX_LEN = 65536, MAX_BYTES = 1 << 30 };

static const struct ctype scalars[] = {
	{.text = "bool", .kind = C_BOOL, .size = 1, .align = 1},
	{.text = "char", .kind = C_INT, .size = 1, .align = 1, .is_signed = true, .is_char = true},
	{.text = "i8", .kind = C_INT, .size = 1, .align = 1, .is_signed = true},
	{.text = "i16", .kind = C_INT, .size = 2, .align = 2, .is_signed = true},
	{.text = "i32", .kind = C_INT, .size = 4, .align = 4, .is_signed = true},
	{.text = "i64", .kind = C_INT, .size = 8, .align = 8, .is_signed = true},
	{.text = "i128", .kind = C_INT, .size = 16, .align = 16, .is_signed = true},
	{.text = "u8", .kind = C_INT, .size = 1, .align = 1},
	{.text = "u16", .kind = C_INT, .size = 2, .align = 2},
	{.text = "u32", .kind = C_INT, .size = 4, .align = 4},
	{.text = "u64", .kind = C_INT, .size = 8, .align = 8},
	{.text = "u128", .kind = C_INT, .size = 16, .align = 16},
	{.text = "f32", .kind = C_FLOAT, .size = 4, .align = 4},
	{.text = "f64", .kind = C_FLOAT, .size = 8, .align = 8},
	{.text = "c64", .kind = C_COMPLEX, .size = 8, .align = 4},
	{.text = "c128", .kind = C_COMPLEX, .size = 16, .align = 8},
	{.text = "ptr", .kind = C_POINTER, .size = 8, .align = 8, .untold = true},
};

static const struct ctype nothing = {.text = "void", .kind = C_VOID, .align = 1};

struct parser {
	struct arena *arena;
	const char *text, *at;
	const char *why; // the first mistake
	int depth;
};

static const struct ctype *parse_type(struct parser *p);

static void fail(struct parser *p, const char *what)
{
	if (!p->why)
		p->why = arena_printf(p->arena, "%s at byte %zu of %s", what, (size_t)(p->at - p->text) + 1, p->text);
}

static bool take(struct parser *p, char c)
{
	p->at += strspn(p->at, " \t");
	if (*p->at != c)
		return false;
	p->at++;
	p->at += strspn(p->at, " \t");
	return true;
}

static const struct ctype *parse_scalar(struct parser *p)
{
	size_t n = 0;
	while (isalnum((unsigned char)p->at[n]))
		n++;
	for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
		if (strlen(scalars[i].text) == n && strncmp(scalars[i].text, p->at, n) == 0) {
			p->at += n;
			return &scalars[i];
		}
	}
	fail(p, "a type such as u64, f32, ptr, {u32, f32} or [4]u8 is missing");
	return &nothing;
}

static const struct ctype *parse_array(struct parser *p)
{
	char *end;
	unsigned long len = isdigit((unsigned char)*p->at) ? strtoul(p->at, &end, 10) : 0;
	if (len == 0 || len > MAX_LEN) {
		fail(p, "an array length is missing or too large");
		return &nothing;
	}
	p->at = end;
	if (!take(p, ']'))
		fail(p, "] is missing");
	const struct ctype *elem = parse_type(p);
	if (elem->size > MAX_BYTES / len) {
		fail(p, "the type is too large");
		return &nothing;
	}
	struct ctype *t = arena_alloc(p->arena, sizeof *t);
	*t = (struct ctype){.kind = C_ARRAY, .elem = elem, .len = len, .size = elem->size * len, .align = elem->align};
	t->text = arena_printf(p->arena, "[%lu]%s", len, elem->text);
	return t;
}

static const struct ctype *parse_struct(struct parser *p)
{
	VEC(struct cfield) fields = {0};
	struct ctype *t = arena_alloc(p->arena, sizeof *t);
	*t = (struct ctype){.kind = C_STRUCT, .text = "{", .align = 1};
	do {
		const struct ctype *f = parse_type(p);
		uint64_t offset = round_up(t->size, f->align);
		VEC_PUSH(p->arena, &fields,
		         (struct cfield){.name = arena_printf(p->arena, "%zu", fields.n), .offset = offset, .type = f});
		t->size = offset + f->size;
		t->align = f->align > t->align ? f->align : t->align;
		t->text = arena_printf(p->arena, "%s%s%s", t->text, fields.n > 1 ? ", " : "", f->text);
	} while (!p->why && take(p, ','));
	if (!take(p, '}'))
		fail(p, "} is missing");
	t->text = arena_printf(p->arena, "%s}", t->text);
	t->size = round_up(t->size, t->align);
	t->fields = fields.v;
	t->nfields = fields.n;
	return t;
}

static const struct ctype *parse_type(struct parser *p)
{
	const struct ctype *t = &nothing;
	if (++p->depth > MAX_DEPTH)
		fail(p, "the type is nested too deeply");
	else if (take(p, '{'))
		t = parse_struct(p);
	else if (take(p, '['))
		t = parse_array(p);
	else
		t = parse_scalar(p);
	p->depth--;
	return t;
}

static const struct ctype *parse_value(struct parser *p)
{
	const struct ctype *t = parse_type(p);
	if (t->kind == C_ARRAY)
		fail(p, "C passes no arrays by value: write ptr, or {[4]u8} for a struct that holds one");
	return t;
}

const struct proto *signature_parse(struct arena *a, const char *name, const char *text, struct pos pos,
                                    const char **why)
{
	struct parser p = {.arena = a, .text = text, .at = text};
	struct proto *out = arena_alloc(a, sizeof *out);
	VEC(struct cparam) params = {0};
	if (!take(&p, '('))
		fail(&p, "( is missing");
	if (!take(&p, ')')) {
		do
			VEC_PUSH(a, &params, (struct cparam){"", parse_value(&p), pos, 0});
		while (!p.why && take(&p, ','));
		if (!take(&p, ')'))
			fail(&p, ") is missing");
	}
	const struct ctype *result = p.why || !*p.at ? &nothing : parse_value(&p);
	p.at += strspn(p.at, " \t");
	if (*p.at)
		fail(&p, "something is left over");
	*out = (struct proto){
		.name = name,
		.text = arena_printf(a, "%s%s", name, text),
		.pos = pos,
		.producer = "",
		.result = result,
		.params = params.v,
		.nparams = params.n,
	};
	*why = p.why;
	return p.why ? NULL : out;
}
