#include "bind/ways.h"

#include <string.h>

static bool is_number(const struct ctype *c)
{
	return c->kind == C_INT || c->kind == C_FLOAT || c->kind == C_BOOL;
}

const char *way_of(struct arena *a, const struct gotype *t, const struct ctype *c, bool result)
{
	switch (t->kind) {
	case GO_ARRAY:
		return c->kind != C_POINTER ? NULL : arena_printf(a, "C takes arrays by pointer: write *%s in Go", t->text);
	case GO_STRING:
		return c->kind != C_POINTER || result ? NULL
		       : "a Go string has a length, and no NUL at its end: take (const char *, size_t) or one go_string in C; or pass "
		         "*byte, of bytes that end with 0";
	case GO_SLICE:
		return c->kind != C_POINTER || result ? NULL
		       : "a slice is a pointer and its length: take (T *, size_t) or one go_slice in C; or pass *T, and have C know how "
		         "many there are";
	case GO_INTERFACE:
		return strcmp(t->text, "error") == 0 ? "return an int32 from C, and make the error of it in Go"
		                                     : "C knows no interfaces: pass what is in it";
	case GO_FUNC:
		return "C cannot call Go: pass the data that the function would give, or call it in Go with what C returns";
	case GO_MAP:
	case GO_CHAN:
		return "C knows no maps and channels: pass what is in it, as a slice";
	case GO_BOOL:
		return c->kind != C_INT ? NULL
		       : arena_printf(a, "write bool (stdbool.h) in C, or int%llu in Go", 8 * (unsigned long long)c->size);
	default:
		break;
	}
	if (strcmp(t->text, "rune") == 0 && is_number(c) && c->size == 1)
		return "a rune is an int32_t in C; C's char is an int8 in Go, and unsigned char a byte";
	return NULL;
}

// C parameters behind those that Go has, if each Go parameter is one of them.
static const char *without_counterpart(struct arena *a, const struct gofunc *f, const struct proto *c)
{
	const char *names = "";
	for (size_t i = 0; i < f->nparams; i++)
		if (f->params[i].type->kind == GO_STRING || f->params[i].type->kind == GO_SLICE)
			return "";
	for (size_t j = f->nparams; j < c->nparams; j++) {
		if (!*c->params[j].name)
			return "";
		names = arena_printf(a, "%s%s%s", names, *names ? ", " : "", c->params[j].name);
	}
	return names;
}

const char *way_of_count(struct arena *a, const struct gofunc *f, const struct proto *c)
{
	static const char spread[] =
		"a string is two C parameters or one go_string; a slice is two or three, or one go_slice";
	const char *names = without_counterpart(a, f, c);
	if (*names)
		return arena_printf(a, "declare in Go what has no counterpart there: %s (a pointer that C writes to is *T); %s", names,
		                    spread);
	return f->nparams > c->nparams ? "leave out in Go what C does not take" : spread;
}
