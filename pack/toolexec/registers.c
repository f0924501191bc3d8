#include "toolexec/registers.h"

#include "base/buf.h"
#include "trampolines/forms.h"

#include <ctype.h>
#include <string.h>

#define DOT "\302\267"

// What an entry's text needs of the head of its file (trampolines/amd64/levels.c
// for the levels).
static const char head[] =
	"#include \"funcdata.h\"\n#include \"textflag.h\"\n"
	"#ifdef GOAMD64_v4\n#define GOAMD64_v3\n#endif\n#ifdef GOAMD64_v3\n#define GOAMD64_v2\n#endif\n";

struct token {
	const char *p;
	size_t n;
};

struct tokens {
	VEC(struct token) v;
};

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static const char *next_line(const char *s)
{
	const char *end = strchr(s, '\n');
	return end ? end + 1 : s + strlen(s);
}

void registers_find(struct arena *a, const char *name, const char *text, struct register_file *f)
{
	const char *from = NULL;
	struct register_entry one = {0};
	int line = 1;
	*f = (struct register_file){.name = name, .text = text};
	for (const char *s = text; *s; s = next_line(s), line++) {
		if (begins(s, REGISTERS_BEGIN)) {
			const char *function = s + strlen(REGISTERS_BEGIN);
			from = next_line(s);
			one = (struct register_entry){arena_strndup(a, function, strcspn(function, "\n")), NULL, line + 1, false};
		} else if (from && begins(s, REGISTERS_END)) {
			one.text = arena_strndup(a, from, (size_t)(s - from));
			VEC_PUSH(a, &f->entries, one);
			from = NULL;
		}
	}
}

static bool has(const struct tokens *n, struct token t)
{
	for (size_t i = 0; i < n->v.n; i++)
		if (n->v.v[i].n == t.n && memcmp(n->v.v[i].p, t.p, t.n) == 0)
			return true;
	return false;
}

// A name as cmd/asm reads one; what begins with a digit is none, but is passed over whole.
static size_t name_length(const char *s)
{
	size_t n = 0;
	while (isalnum((unsigned char)s[n]) || s[n] == '_' || (unsigned char)s[n] >= 0x80)
		n++;
	return n;
}

static bool is_static(struct token t)
{
	return begins(t.p + t.n, "<>");
}

static bool dotted(struct token t)
{
	return t.n >= strlen(DOT) && begins(t.p, DOT);
}

// each_token calls `name` for the names of a text and `other` for all between them;
// comments, and lines for the preprocessor, have no names.
static void each_token(const char *s, void (*name)(void *ctx, struct token t), void (*other)(void *ctx, struct token t),
                       void *ctx)
{
	while (*s) {
		size_t n = *s == '#' || begins(s, "//") ? strcspn(s, "\n") : 0, letters = n ? 0 : name_length(s);
		if (letters)
			name(ctx, (struct token){s, letters});
		else
			other(ctx, (struct token){s, n ? n : 1});
		s += letters ? letters : n ? n : 1;
	}
}

struct renaming {
	struct buf out;
	const char *prefix;           // or NULL: names stay as they are
	const struct tokens *made;     // local names that the text defines
	const struct tokens *wanted;   // those that get names for all; NULL: all that are not made
	struct tokens found;           // these
	const struct register_file *entries; // whose names are those of Go's functions; or NULL
};

static void copy(void *ctx, struct token t)
{
	buf_printf(&((struct renaming *)ctx)->out, "%.*s", (int)t.n, t.p);
}

static bool is_entry(const struct register_file *f, struct token t)
{
	for (size_t i = 0; f && i < f->entries.n; i++) {
		const char *name = f->entries.v[i].function;
		if (dotted(t) && t.n == strlen(DOT) + strlen(name) && begins(t.p + strlen(DOT), name))
			return true;
	}
	return false;
}

static void rename_one(void *ctx, struct token t)
{
	struct renaming *r = ctx;
	struct arena *a = r->out.arena;
	const char *prefix = r->prefix && (dotted(t) || is_static(t)) ? r->prefix : "";
	bool local = is_static(t);
	if (local && r->wanted ? has(r->wanted, t) : local && !has(r->made, t)) {
		if (!has(&r->found, t))
			VEC_PUSH(a, &r->found.v, t);
		buf_printf(&r->out, "%s%s%.*s" DOT "c\002", prefix, dotted(t) ? "" : DOT, (int)t.n, t.p);
	} else if (local && is_entry(r->entries, t)) {
		buf_printf(&r->out, "%s%.*s<ABIInternal>\002", prefix, (int)t.n, t.p);
	} else {
		buf_printf(&r->out, "%s%.*s", dotted(t) ? prefix : "", (int)t.n, t.p);
	}
}

// The "<>" behind names that are local no more.
static void drop_brackets(char *s)
{
	char *to = s;
	for (; *s; s++) {
		if (*s == '\002')
			s += 2;
		else
			*to++ = *s;
	}
	*to = '\0';
}

static const char *renamed(const char *text, struct renaming *r)
{
	each_token(text, rename_one, copy, r);
	drop_brackets(r->out.p);
	return r->out.p;
}

static void note_made(struct arena *a, const char *text, struct tokens *made)
{
	for (const char *s = text; *s; s = next_line(s)) {
		size_t op = begins(s, "TEXT ") ? 5 : begins(s, "GLOBL ") ? 6 : 0;
		struct token t = {s + op, op ? name_length(s + op) : 0};
		if (t.n && is_static(t))
			VEC_PUSH(a, &made->v, t);
	}
}

// A file elsewhere than the generated one, with its lines; above the first #include
// there can be what has to come first.
static const char *in_its_lines(struct arena *a, const char *name, const char *text)
{
	const char *at = strstr(text, "\n#include ");
	int line = 1;
	for (const char *s = text; s < at; s++)
		line += *s == '\n';
	if (!at)
		return text;
	return arena_printf(a, "%.*s\n#line %d \"%s\"\n%s", (int)(at - text), text, line + 2, name, at + 1);
}

struct register_parts registers_part(struct arena *a, const struct register_file *f, const char *prefix)
{
	struct buf text = {.arena = a};
	struct tokens made = {{0}};
	buf_printf(&text, "%s", head);
	for (size_t i = 0; i < f->entries.n; i++)
		if (f->entries.v[i].chosen)
			buf_printf(&text, "\n#line %d \"%s\"\n%s", f->entries.v[i].line, f->name, f->entries.v[i].text);
	note_made(a, text.p, &made);
	struct renaming r = {.out = {.arena = a}, .prefix = prefix, .made = &made, .entries = f};
	struct register_parts parts = {renamed(text.p, &r), NULL};
	struct renaming rest = {.out = {.arena = a}, .made = &(struct tokens){{0}}, .wanted = &r.found};
	if (r.found.v.n)
		parts.rest = in_its_lines(a, f->name, renamed(f->text, &rest));
	return parts;
}
