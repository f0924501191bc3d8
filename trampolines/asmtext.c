#include "asmtext.h"

#include <string.h>

void asm_data(struct asmtext *t, const char *op, const char *operands, const char *comment)
{
	VEC_PUSH(t->out->arena, &t->block, (struct asm_line){op, operands, comment});
}

void asm_op(struct asmtext *t, const char *op, const char *operands, ...)
{
	va_list ap;
	va_start(ap, operands);
	asm_data(t, op, arena_vprintf(t->out->arena, operands, ap), NULL);
	va_end(ap);
}

void asm_directive(struct asmtext *t, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	asm_data(t, NULL, arena_vprintf(t->out->arena, fmt, ap), NULL);
	va_end(ap);
}

int asm_lines(struct asmtext *t)
{
	int n = 0;
	asm_flush(t);
	for (size_t i = 0; i < t->out->len; i++)
		n += t->out->p[i] == '\n';
	return n;
}

void asm_flush(struct asmtext *t)
{
	size_t op_width = 0, width = 0;
	for (size_t i = 0; i < t->block.n; i++) {
		const struct asm_line *l = &t->block.v[i];
		if (!l->op)
			continue;
		if (*l->operands && strlen(l->op) > op_width)
			op_width = strlen(l->op);
		if (l->comment && strlen(l->operands) > width)
			width = strlen(l->operands);
	}
	for (size_t i = 0; i < t->block.n; i++) {
		const struct asm_line *l = &t->block.v[i];
		if (!l->op)
			buf_printf(t->out, "%s\n", l->operands);
		else if (!*l->operands)
			buf_printf(t->out, "\t%s\n", l->op);
		else if (!l->comment)
			buf_printf(t->out, "\t%-*s %s\n", (int)op_width, l->op, l->operands);
		else
			buf_printf(t->out, "\t%-*s %-*s // %s\n", (int)op_width, l->op, (int)width, l->operands, l->comment);
	}
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
