// layout.c - do a Go type and a C type describe the same bytes?
//
// Both are flattened to their scalar leaves (kind, size, offset), and the
// leaves are compared: nesting, typedefs and field names do not matter, bytes
// and their meaning do. Blank Go fields are padding and match anything.
#include "bind/bind.h"

#include "bind/opaque.h"

#include <string.h>

enum leaf_kind { LEAF_BOOL, LEAF_SIGNED, LEAF_UNSIGNED, LEAF_CHAR, LEAF_WORD, LEAF_FLOAT, LEAF_POINTER };
enum { MAX_LEAVES = 65536, MAX_STEPS = 4 * MAX_LEAVES, MAX_POINTER_DEPTH = 8, MAX_DEPTH = 256 };

struct leaf {
	enum leaf_kind kind;
	uint64_t offset, size;
	const char *path;          // "a.b[2]"
	const struct gotype *go;   // pointee, for pointers of known type
	const struct ctype *c;
};

struct leaves {
	struct arena *arena;
	VEC(struct leaf) list;
	size_t steps;        // types visited: an element may have no leaf at all
	size_t depth;        // C types that the one being visited is in: damaged DWARF has circles
	const char *refused; // a type that has no counterpart, by name
};

static const char *const leaf_names[] = {
	[LEAF_BOOL] = "a bool",           [LEAF_SIGNED] = "a signed integer", [LEAF_UNSIGNED] = "an unsigned integer",
	[LEAF_CHAR] = "a char",           [LEAF_WORD] = "a 64-bit integer",   [LEAF_FLOAT] = "a floating-point number",
	[LEAF_POINTER] = "a pointer",
};

// Go's scalar kinds. int and uint meet any 64-bit integer (docs/manual.md).
static const struct {
	bool scalar;
	enum leaf_kind kind;
} go_leaves[GO_KINDS] = {
	[GO_BOOL] = {true, LEAF_BOOL},         [GO_INT8] = {true, LEAF_SIGNED},
	[GO_INT16] = {true, LEAF_SIGNED},      [GO_INT32] = {true, LEAF_SIGNED},
	[GO_INT64] = {true, LEAF_SIGNED},      [GO_INT] = {true, LEAF_WORD},
	[GO_UINT8] = {true, LEAF_UNSIGNED},    [GO_UINT16] = {true, LEAF_UNSIGNED},
	[GO_UINT32] = {true, LEAF_UNSIGNED},   [GO_UINT64] = {true, LEAF_UNSIGNED},
	[GO_UINT] = {true, LEAF_WORD},         [GO_UINTPTR] = {true, LEAF_UNSIGNED},
	[GO_FLOAT32] = {true, LEAF_FLOAT},     [GO_FLOAT64] = {true, LEAF_FLOAT},
	[GO_POINTER] = {true, LEAF_POINTER},   [GO_UNSAFE_POINTER] = {true, LEAF_POINTER},
};

static void add_leaf(struct leaves *l, struct leaf leaf)
{
	if (l->list.n >= MAX_LEAVES)
		l->refused = "a type of more than 65,536 elements";
	else
		VEC_PUSH(l->arena, &l->list, leaf);
}

static const char *member_path(struct arena *a, const char *path, const char *name)
{
	return *path ? arena_printf(a, "%s.%s", path, name) : name;
}

// go_on counts a visit; false when there have been too many, or a refusal.
static bool go_on(struct leaves *l)
{
	if (++l->steps > MAX_STEPS && !l->refused)
		l->refused = "a type of more than 65,536 elements";
	return !l->refused;
}

static void flatten_go(struct leaves *l, const struct gotype *g, uint64_t at, const char *path)
{
	if (!go_on(l))
		return;
	if (go_leaves[g->kind].scalar) {
		add_leaf(l, (struct leaf){go_leaves[g->kind].kind, at, g->size, path, g->elem, NULL});
		return;
	}
	switch (g->kind) {
	case GO_COMPLEX64:
	case GO_COMPLEX128:
		add_leaf(l, (struct leaf){LEAF_FLOAT, at, g->size / 2, path, NULL, NULL});
		add_leaf(l, (struct leaf){LEAF_FLOAT, at + g->size / 2, g->size / 2, path, NULL, NULL});
		break;
	case GO_SLICE:
	case GO_STRING:
		add_leaf(l, (struct leaf){LEAF_POINTER, at, 8, path, g->elem, NULL});
		for (uint64_t k = 8; k < g->size; k += 8)
			add_leaf(l, (struct leaf){LEAF_WORD, at + k, 8, path, NULL, NULL});
		break;
	case GO_ARRAY:
		for (uint64_t i = 0; i < g->len && !l->refused && g->elem->size; i++)
			flatten_go(l, g->elem, at + i * g->elem->size,
			           arena_printf(l->arena, "%s[%llu]", path, (unsigned long long)i));
		break;
	case GO_STRUCT:
		for (size_t i = 0; i < g->nfields; i++)
			if (strcmp(g->fields[i].name, "_") != 0)
				flatten_go(l, g->fields[i].type, at + g->fields[i].offset,
				           member_path(l->arena, path, g->fields[i].name));
		break;
	default:
		l->refused = arena_printf(l->arena, "the Go type %s, which has no C counterpart", g->text);
	}
}

static void flatten_c(struct leaves *l, const struct ctype *c, uint64_t at, const char *path)
{
	if (!go_on(l))
		return;
	if (++l->depth > MAX_DEPTH)
		l->refused = arena_printf(l->arena, "the C type %s, which is nested too deeply", c->text);
	switch (c->kind) {
	case C_BOOL:
		add_leaf(l, (struct leaf){LEAF_BOOL, at, c->size, path, NULL, NULL});
		break;
	case C_INT:
		if (c->size == 16) { // __int128 is two words, the low one first
			add_leaf(l, (struct leaf){LEAF_WORD, at, 8, path, NULL, NULL});
			add_leaf(l, (struct leaf){LEAF_WORD, at + 8, 8, path, NULL, NULL});
			break;
		}
		add_leaf(l, (struct leaf){c->is_char     ? LEAF_CHAR
		                          : c->is_signed ? LEAF_SIGNED
		                                         : LEAF_UNSIGNED,
		                          at, c->size, path, NULL, NULL});
		break;
	case C_FLOAT:
		if (c->size > 8)
			l->refused = arena_printf(l->arena, "the C type %s, which Go does not have", c->text);
		add_leaf(l, (struct leaf){LEAF_FLOAT, at, c->size, path, NULL, NULL});
		break;
	case C_COMPLEX:
		if (c->size > 16)
			l->refused = "the C type long double _Complex, which Go does not have";
		add_leaf(l, (struct leaf){LEAF_FLOAT, at, c->size / 2, path, NULL, NULL});
		add_leaf(l, (struct leaf){LEAF_FLOAT, at + c->size / 2, c->size / 2, path, NULL, NULL});
		break;
	case C_POINTER:
		add_leaf(l, (struct leaf){LEAF_POINTER, at, 8, path, NULL, c->elem});
		break;
	case C_ARRAY:
		for (uint64_t i = 0; i < c->len && !l->refused && c->elem->size; i++)
			flatten_c(l, c->elem, at + i * c->elem->size,
			          arena_printf(l->arena, "%s[%llu]", path, (unsigned long long)i));
		break;
	case C_STRUCT:
		for (size_t i = 0; i < c->nfields; i++) {
			if (c->fields[i].bits)
				l->refused = arena_printf(l->arena, "the bit-field %s of %s", c->fields[i].name,
				                          c->text);
			flatten_c(l, c->fields[i].type, at + c->fields[i].offset,
			          member_path(l->arena, path, c->fields[i].name));
		}
		break;
	case C_VECTOR:
		l->refused = arena_printf(l->arena, "the vector type %s by value", c->text);
		break;
	case C_UNION:
		l->refused = arena_printf(l->arena, "the %s by value", c->text);
		break;
	default:
		l->refused = arena_printf(l->arena, "the C type %s by value", c->text);
	}
	l->depth--;
}

static bool is_integer(enum leaf_kind k)
{
	return k == LEAF_SIGNED || k == LEAF_UNSIGNED || k == LEAF_CHAR || k == LEAF_WORD;
}

static bool same_kind(const struct leaf *g, const struct leaf *c)
{
	if (g->kind == c->kind || (g->kind == LEAF_WORD && is_integer(c->kind)))
		return true;
	// the words of an __int128, and plain char, are of either signedness
	return is_integer(g->kind) && (c->kind == LEAF_WORD || c->kind == LEAF_CHAR);
}

static const char *pointee_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c, int depth);

static bool touches_blank(const struct gotype *g, uint64_t at, uint64_t lo, uint64_t hi)
{
	if (g->kind == GO_ARRAY && g->elem && g->elem->size && g->len) {
		for (uint64_t i = lo > at ? (lo - at) / g->elem->size : 0; i < g->len && at + i * g->elem->size < hi;
		     i++)
			if (touches_blank(g->elem, at + i * g->elem->size, lo, hi))
				return true;
		return false;
	}
	for (size_t i = 0; g->kind == GO_STRUCT && i < g->nfields; i++) {
		const struct gofield *f = &g->fields[i];
		uint64_t from = at + f->offset, to = from + f->type->size;
		if (hi <= from || lo >= to)
			continue;
		if (strcmp(f->name, "_") == 0 ? (lo >= from && hi <= to) : touches_blank(f->type, from, lo, hi))
			return true;
	}
	return false;
}

static const char *where(struct arena *a, const struct leaf *l)
{
	return *l->path ? arena_printf(a, "field %s: ", l->path[0] == '.' ? l->path + 1 : l->path) : "";
}

static const char *compare_leaves(struct arena *a, const struct gotype *gt, const struct leaves *g,
                                  const struct leaves *c, int depth)
{
	size_t j = 0;
	for (size_t i = 0; i < g->list.n; i++) {
		const struct leaf *x = &g->list.v[i];
		while (j < c->list.n && c->list.v[j].offset < x->offset &&
		       touches_blank(gt, 0, c->list.v[j].offset, c->list.v[j].offset + c->list.v[j].size))
			j++;
		const struct leaf *y = j < c->list.n ? &c->list.v[j++] : NULL;
		if (!y || y->offset != x->offset)
			return arena_printf(
				a, "%sat byte %llu Go has %s, C has %s", where(a, x), (unsigned long long)x->offset,
				leaf_names[x->kind],
				y ? arena_printf(a, "its next field at byte %llu", (unsigned long long)y->offset)
				  : "nothing");
		if (!same_kind(x, y))
			return arena_printf(a, "%sin Go it is %s, in C %s", where(a, x), leaf_names[x->kind],
			                    leaf_names[y->kind]);
		if (x->size != y->size)
			return arena_printf(a, "%sin Go it has %llu byte%s, in C %llu", where(a, x),
			                    (unsigned long long)x->size, x->size == 1 ? "" : "s",
			                    (unsigned long long)y->size);
		const char *to = x->kind == LEAF_POINTER && x->go && y->c ? pointee_mismatch(a, x->go, y->c, depth + 1)
		                                                          : NULL;
		if (to)
			return arena_printf(a, "%s%s", where(a, x), to);
	}
	while (j < c->list.n && touches_blank(gt, 0, c->list.v[j].offset, c->list.v[j].offset + c->list.v[j].size))
		j++;
	if (j < c->list.n)
		return arena_printf(a, "%sC has %s at byte %llu, Go has nothing", where(a, &c->list.v[j]),
		                    leaf_names[c->list.v[j].kind], (unsigned long long)c->list.v[j].offset);
	return NULL;
}

static const char *mismatch(struct arena *a, const struct gotype *g, const struct ctype *c, int depth)
{
	struct leaves gl = {.arena = a}, cl = {.arena = a};
	flatten_go(&gl, g, 0, "");
	flatten_c(&cl, c, 0, "");
	if (gl.refused || cl.refused)
		return arena_printf(a, "nearcall cannot pass %s", gl.refused ? gl.refused : cl.refused);
	const char *why = compare_leaves(a, g, &gl, &cl, depth);
	if (!why && g->size != c->size)
		why = arena_printf(a, "in Go it has %llu bytes, in C %llu", (unsigned long long)g->size,
		                   (unsigned long long)c->size);
	return why;
}

// What a pointer points to is compared as far as both sides say what it is.
// C's habits are allowed for: void and character pointers stand for bytes,
// and a pointer to an array's first element for the array, on either side.
static const char *pointee_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c, int depth)
{
	bool state = is_opaque(g) && (c->kind == C_STRUCT || c->kind == C_UNION) && !c->incomplete;
	bool unknown = c->incomplete || c->kind == C_UNION || c->kind == C_VECTOR || (c->kind == C_OTHER && !c->size);
	if (state && depth <= MAX_POINTER_DEPTH)
		return opaque_mismatch(a, g, c);
	if (depth > MAX_POINTER_DEPTH || g->recursive || unknown || g->size == 0)
		return NULL;
	if (g->kind == GO_INTERFACE || g->kind == GO_MAP || g->kind == GO_CHAN || g->kind == GO_FUNC)
		return arena_printf(a, "it points to %s in Go, which C cannot read", g->text);
	const char *why = NULL;
	for (const struct gotype *x = g;; x = x->elem) {
		for (const struct ctype *y = c;; y = y->elem) {
			bool bytes = y->size == 1 && y->kind == C_INT && y->is_char && x->size == 1;
			why = bytes ? NULL : mismatch(a, x, y, depth);
			if (!why)
				return NULL;
			if (y->kind != C_ARRAY)
				break;
		}
		if (x->kind != GO_ARRAY)
			break;
	}
	return arena_printf(a, "it points to %s in Go and to %s in C: %s", g->text, c->text, why);
}

const char *layout_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c)
{
	if (c->overaligned)
		return arena_printf(a, "nearcall cannot pass %s by value: its alignment is raised", c->text);
	if (c->incomplete)
		return arena_printf(
			a, "nearcall cannot pass %s by value: the debug information does not say what it holds",
			c->text);
	if (c->kind == C_ARRAY)
		return arena_printf(a, "nearcall cannot pass %s by value: C passes no arrays", c->text);
	if (c->unfit)
		return arena_printf(a, "nearcall cannot pass %s by value: %s", c->text, c->unfit);
	return mismatch(a, g, c, 0);
}

// The leaf-by-leaf comparison of two C types: an explicit signature beside DWARF.
bool same_layout(struct arena *a, const struct ctype *x, const struct ctype *y)
{
	struct leaves xl = {.arena = a}, yl = {.arena = a};
	if (x->kind == C_VOID || y->kind == C_VOID)
		return x->kind == y->kind;
	if (x->unfit || y->unfit)
		return false;
	flatten_c(&xl, x, 0, "");
	flatten_c(&yl, y, 0, "");
	if (xl.refused || yl.refused || xl.list.n != yl.list.n || x->size != y->size || x->align != y->align)
		return false;
	for (size_t i = 0; i < xl.list.n; i++) {
		const struct leaf *p = &xl.list.v[i], *q = &yl.list.v[i];
		bool chars = p->kind == LEAF_CHAR || q->kind == LEAF_CHAR;
		if (p->offset != q->offset || p->size != q->size ||
		    (p->kind != q->kind && !(chars && is_integer(p->kind) && is_integer(q->kind))))
			return false;
	}
	return true;
}
