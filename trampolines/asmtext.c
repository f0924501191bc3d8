#include "trampolines/asmtext.h"

#include "trampolines/dense.h"

#include <string.h>

enum { JOIN_COLUMNS = 60 }; // of operands and comment, that take another instruction

static void append(struct asmtext *t, struct asm_line *l, const char *op, const char *operands, const char *comment)
{
	struct arena *a = t->out->arena;
	dense_append(t, l, op, operands);
	if (l->comment && comment)
		l->comment = arena_printf(a, "%s; %s", l->comment, comment);
	else if (comment)
		l->comment = comment;
}

void asm_data(struct asmtext *t, const char *op, const char *operands, const char *comment)
{
	if (t->block.n)
		dense_settle(t, &t->block.v[t->block.n - 1]);
	if (t->dense)
		comment = NULL;
	if (t->join) {
		t->join = false;
		append(t, &t->block.v[t->block.n - 1], op, operands, comment);
		return;
	}
	VEC_PUSH(t->out->arena, &t->block, (struct asm_line){.op = op, .operands = operands, .comment = comment});
	if (strcmp(op, "RET") == 0 || strcmp(op, "JMP") == 0)
		asm_flush(t);
}

void asm_op(struct asmtext *t, const char *op, const char *operands, ...)
{
	va_list ap;
	va_start(ap, operands);
	asm_data(t, op, arena_vprintf(t->out->arena, operands, ap), NULL);
	va_end(ap);
}

// Characters, as asmfmt counts them.
static size_t columns(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80; // UTF-8: not within one
	return n;
}

bool asm_join(struct asmtext *t)
{
	if (!t->block.n)
		return false;
	const struct asm_line *l = &t->block.v[t->block.n - 1];
	t->join = t->dense ? dense_room(l) : *l->operands && columns(l->operands) + (l->comment ? columns(l->comment) : 0) <= JOIN_COLUMNS;
	return t->join;
}

int asm_lines(struct asmtext *t)
{
	asm_flush(t);
	for (; t->counted < t->out->len; t->counted++)
		t->lines += t->out->p[t->counted] == '\n';
	return t->lines;
}

static void write_part(struct asmtext *t, size_t first, size_t end)
{
	size_t op_width = 0, width = 0;
	for (size_t i = first; i < end; i++) {
		const struct asm_line *l = &t->block.v[i];
		if (*l->operands && strlen(l->op) > op_width)
			op_width = strlen(l->op);
		if (columns(l->operands) > width)
			width = columns(l->operands);
	}
	for (size_t i = first; i < end; i++) {
		const struct asm_line *l = &t->block.v[i];
		int pad = (int)(width - columns(l->operands));
		if (!*l->operands)
			buf_printf(t->out, "\t%s\n", l->op);
		else if (!l->comment)
			buf_printf(t->out, "\t%-*s %s\n", (int)op_width, l->op, l->operands);
		else
			buf_printf(t->out, "\t%-*s %s%*s // %s\n", (int)op_width, l->op, l->operands, pad, "",
			           l->comment);
	}
}

// A wide line would move the comments of all of its block.
static bool stands_alone(const struct asmtext *t, const struct asm_line *l)
{
	return t->loose && !l->comment && columns(l->operands) > JOIN_COLUMNS;
}

void asm_flush(struct asmtext *t)
{
	size_t first = 0;
	if (t->block.n)
		dense_settle(t, &t->block.v[t->block.n - 1]);
	for (size_t i = 1; i < t->block.n; i++) {
		if (!stands_alone(t, &t->block.v[i]) && !stands_alone(t, &t->block.v[i - 1]))
			continue;
		write_part(t, first, i);
		buf_printf(t->out, "\n");
		first = i;
	}
	write_part(t, first, t->block.n);
	t->block.n = 0;
}

void asm_label(struct asmtext *t, const char *label)
{
	asm_flush(t);
	buf_printf(t->out, "\n%s:\n", label);
}

void asm_text(struct asmtext *t, const char *fmt, ...)
{
	va_list ap;
	asm_flush(t);
	va_start(ap, fmt);
	buf_printf(t->out, "%s", arena_vprintf(t->out->arena, fmt, ap));
	va_end(ap);
}

uint64_t asm_little_endian(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = n; i-- > 0;)
		v = v << 8 | p[i];
	return v;
}

size_t asm_least(const struct asm_directive *d)
{
	while (d[1].size)
		d++;
	return d->size;
}

void asm_bytes(struct asmtext *t, const struct asm_directive *d, const uint8_t *p, size_t n, const char *comment)
{
	const char *op = NULL, *rest = "";
	if (t->dense) {
		dense_bytes(t, p, n);
		return;
	}
	for (size_t at = 0; at < n;) {
		const struct asm_directive *one = d;
		while (one->size > n - at)
			one++;
		const char *value = arena_printf(t->out->arena, "$0x%0*llx", (int)(2 * one->size),
		                                 (unsigned long long)asm_little_endian(p + at, one->size));
		rest = op ? arena_printf(t->out->arena, "%s; %s %s", rest, one->op, value) : value;
		op = op ? op : one->op;
		at += one->size;
	}
	if (op)
		asm_data(t, op, rest, comment);
}

const char *asm_one_line(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);
	for (char *p = s; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return s;
}
