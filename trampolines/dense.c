#include "trampolines/dense.h"

#include <ctype.h>
#include <string.h>

enum {
	DENSE_COLUMNS = 120, // that take another instruction
	CONSTANTS_PER_LINE = 32, CONSTANTS_PER_COMMENT = 256, // bytes
	READ = 1024, LARGE_PACKAGE = 64 << 10, READ_OF_LARGE = 128, // bytes of code
};

uint64_t dense_over(uint64_t package)
{
	return package > LARGE_PACKAGE ? READ_OF_LARGE : READ;
}

// Parts of a macro's argument: "WORD $(x & 0xffff); BYTE $(x >> 16)".
static const char *macro_body(struct arena *a, const struct asm_directive *d, size_t n)
{
	const char *body = "";
	for (size_t at = 0; at < n; at += d->size) {
		while (d->size > n - at)
			d++;
		const char *x = at ? arena_printf(a, "x >> %zu", 8 * at) : "x";
		if (at + d->size < n)
			x = arena_printf(a, "%s & 0x%llx", x, (1ULL << 8 * d->size) - 1);
		body = arena_printf(a, "%s%s%s $(%s)", body, *body ? "; " : "", d->op, x);
	}
	return body;
}

static bool has_size(const struct asm_directive *d, size_t size)
{
	while (d->size > size)
		d++;
	return d->size == size;
}

void dense_macros(struct asmtext *t, const struct asm_directive *d)
{
	if (t->macros || asm_least(d) > 1)
		return;
	t->macros = true;
	asm_text(t, "\n");
	for (size_t n = 1; n < ASM_PENDING; n++)
		if (!has_size(d, n))
			asm_text(t, "#define B%zu(x) %s\n", n, macro_body(t->out->arena, d, n));
	asm_text(t, "// Bn(x) is the n bytes of x, the lowest first. `go tool objdump -s FUNCTION` on the program\n"
	            "// that they are in shows the instructions.\n");
}

void dense_begin(struct asmtext *t, const struct asm_directive *d)
{
	asm_flush(t);
	t->dense = d;
}

void dense_end(struct asmtext *t)
{
	if (t->dense)
		asm_flush(t);
	t->dense = NULL;
}

static bool lower_case(const char *s)
{
	while (*s && !islower((unsigned char)*s))
		s++;
	return *s;
}

// A line that begins with a macro has all in op: asmfmt takes no part of it for
// operands.
static void append(struct arena *a, struct asm_line *l, const char *op, const char *operands)
{
	const char *one = *operands ? arena_printf(a, "%s %s", op, operands) : op;
	if (!*l->op) {
		l->op = op;
		l->operands = operands;
	} else if (*l->operands) {
		l->operands = arena_printf(a, "%s; %s", l->operands, one);
	} else {
		l->op = arena_printf(a, "%s; %s", l->op, one);
	}
}

static const char *number(struct arena *a, const uint8_t *p, size_t n, bool capitals)
{
	unsigned long long value = asm_little_endian(p, n);
	return arena_printf(a, capitals ? "0X%0*llX" : "0x%0*llx", (int)(2 * n), value);
}

// asmfmt leaves a line that begins with a macro at its place only if nothing in it
// is in small letters.
static void append_bytes(struct asmtext *t, struct asm_line *l, const uint8_t *p, size_t n, bool macros)
{
	struct arena *a = t->out->arena;
	bool after_macro = *l->op && !*l->operands;
	for (const struct asm_directive *d = t->dense; n; p += d->size, n -= d->size) {
		while (d->size > n)
			d++;
		if (macros && d->size < n) {
			append(a, l, arena_printf(a, "B%zu(%s)", n, number(a, p, n, true)), "");
			return;
		}
		append(a, l, d->op, arena_printf(a, "$%s", number(a, p, d->size, after_macro)));
	}
}

// unmacro begins a line that begins with a macro with directives.
static void unmacro(struct asmtext *t, struct asm_line *l)
{
	const char *rest = strstr(l->op, "; ");
	l->op = l->operands = "";
	append_bytes(t, l, l->head, l->n_head, false);
	if (rest)
		append(t->out->arena, l, rest + 2, "");
}

void dense_append(struct asmtext *t, struct asm_line *l, const char *op, const char *operands)
{
	if (*l->op && !*l->operands && lower_case(operands))
		unmacro(t, l);
	append(t->out->arena, l, op, operands);
}

void dense_settle(struct asmtext *t, struct asm_line *l)
{
	if (!l->n_pending)
		return;
	if (!*l->op) {
		memcpy(l->head, l->pending, l->n_pending);
		l->n_head = l->n_pending;
	}
	append_bytes(t, l, l->pending, l->n_pending, true);
	l->n_pending = 0;
}

void dense_bytes(struct asmtext *t, const uint8_t *p, size_t n)
{
	if (!t->join || !t->block.n) {
		if (t->block.n)
			dense_settle(t, &t->block.v[t->block.n - 1]);
		VEC_PUSH(t->out->arena, &t->block, (struct asm_line){.op = "", .operands = ""});
	}
	t->join = false;
	struct asm_line *l = &t->block.v[t->block.n - 1];
	for (size_t i = 0; i < n; i++) {
		l->pending[l->n_pending++] = p[i];
		if (l->n_pending == ASM_PENDING)
			dense_settle(t, l);
	}
}

void dense_constants(struct asmtext *t, const struct asm_directive *d, const uint8_t *p, size_t n, uint64_t at)
{
	for (size_t k = 0; k < n; k += CONSTANTS_PER_LINE) {
		const char *where = k % CONSTANTS_PER_COMMENT ? NULL :
			arena_printf(t->out->arena, "constants, +0x%llx", (unsigned long long)(at + k));
		asm_bytes(t, d, p + k, n - k < CONSTANTS_PER_LINE ? n - k : CONSTANTS_PER_LINE, where);
	}
}

bool dense_room(const struct asm_line *l)
{
	bool takes = *l->operands || l->n_pending || strchr(l->op, '(');
	return takes && strlen(l->op) + strlen(l->operands) + 3 * l->n_pending <= DENSE_COLUMNS;
}
