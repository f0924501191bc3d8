#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

static struct diag *add(struct diags *d, enum exit_status status, enum nc_code code, struct pos pos, const char *hint,
                        const char *fmt, va_list ap)
{
	struct diag e = {
		.code = code,
		.pos = pos,
		.message = arena_vprintf(d->arena, fmt, ap),
		.hint = hint || status == EXIT_DONE ? hint : code_page(code)->way,
		.status = status,
		.order = d->list.n,
	};
	VEC_PUSH(d->arena, &d->list, e);
	return &d->list.v[d->list.n - 1];
}

struct diag *diag_refuse(struct diags *d, enum nc_code code, struct pos pos, const char *hint, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct diag *e = add(d, EXIT_REFUSED, code, pos, hint, fmt, ap);
	va_end(ap);
	return e;
}

struct diag *diag_tool(struct diags *d, enum nc_code code, const char *hint, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct diag *e = add(d, EXIT_TOOL, code, (struct pos){0}, hint, fmt, ap);
	va_end(ap);
	return e;
}

struct diag *diag_note(struct diags *d, enum nc_code code, struct pos pos, const char *hint, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct diag *e = add(d, EXIT_DONE, code, pos, hint, fmt, ap);
	va_end(ap);
	return e;
}

void diag_relate(struct diags *d, struct diag *e, struct pos pos, const char *message)
{
	VEC_PUSH(d->arena, &e->related, (struct related){pos, message});
}

void diag_words(struct diags *d, enum nc_code code, struct pos pos, const char *words, size_t n)
{
	VEC_PUSH(d->arena, &d->list, (struct diag){.code = code, .pos = pos, .detail = words, .order = d->list.n});
	d->warnings += n;
}

enum exit_status diag_status(const struct diags *d)
{
	enum exit_status s = EXIT_DONE;
	for (size_t i = 0; i < d->list.n; i++)
		if (d->list.v[i].status > s)
			s = d->list.v[i].status;
	return s;
}

static int by_place(const void *va, const void *vb)
{
	const struct diag *a = va, *b = vb;
	int c = strcmp(a->pos.file ? a->pos.file : "", b->pos.file ? b->pos.file : "");
	if (c)
		return c;
	if (a->pos.line != b->pos.line)
		return a->pos.line < b->pos.line ? -1 : 1;
	if (a->pos.col != b->pos.col)
		return a->pos.col < b->pos.col ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

// The code stands at the end of the message's first line.
static void print_message(FILE *out, const struct diag *e)
{
	size_t n = strcspn(e->message, "\n");
	fprintf(out, "%.*s [" CODE_FORMAT "]%s\n", (int)n, e->message, (int)e->code, e->message + n);
}

static void print_text(FILE *out, const char *text)
{
	size_t n = strlen(text);
	fputs(text, out);
	if (n && text[n - 1] != '\n')
		fputc('\n', out);
}

static void print_one(const struct diag *e, FILE *out)
{
	if (e->detail)
		print_text(out, e->detail);
	if (!e->message)
		return;
	if (!e->pos.file)
		fputs("nearcall: ", out);
	else if (!e->pos.line)
		fprintf(out, "%s: ", e->pos.file);
	else if (!e->pos.col)
		fprintf(out, "%s:%d: ", e->pos.file, e->pos.line);
	else
		fprintf(out, "%s:%d:%d: ", e->pos.file, e->pos.line, e->pos.col);
	fputs(e->status == EXIT_DONE ? "note: " : "error: ", out);
	print_message(out, e);
	if (e->hint)
		fprintf(out, "\thint: %s\n", e->hint);
}

void diag_sort(struct diags *d)
{
	if (d->list.n)
		qsort(d->list.v, d->list.n, sizeof *d->list.v, by_place);
}

void diag_print(struct diags *d, FILE *out)
{
	diag_sort(d);
	for (size_t i = 0; i < d->list.n; i++)
		print_one(&d->list.v[i], out);
}
