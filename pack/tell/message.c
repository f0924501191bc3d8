#include "tell/message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Bytes of the UTF-8 character at s; 0 if there is none.
static size_t character(const unsigned char *s)
{
	static const struct {
		unsigned char mask, head;
		size_t n;
		unsigned least;
	} forms[] = {{0x80, 0, 1, 0}, {0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if ((*s & forms[i].mask) != forms[i].head)
			continue;
		unsigned c = *s & (unsigned char)~forms[i].mask;
		for (size_t k = 1; k < forms[i].n; k++) {
			if ((s[k] & 0xc0) != 0x80)
				return 0;
			c = c << 6 | (s[k] & 0x3f);
		}
		return c < forms[i].least || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : forms[i].n;
	}
	return 0;
}

json_t *json_text(struct arena *a, const char *s)
{
	static const char replacement[] = "\xef\xbf\xbd";
	char *clean = arena_alloc(a, 3 * strlen(s) + 1), *to = clean;
	while (*s) {
		size_t n = character((const unsigned char *)s);
		memcpy(to, n ? s : replacement, n ? n : 3);
		to += n ? n : 3;
		s += n ? n : 1;
	}
	return json_string(clean);
}

// A line of a compiler: "file:12:3: error: words". Fills in what it says, or returns false.
static bool compiler_line(struct arena *a, const char *line, size_t n, struct message *m)
{
	static const struct {
		const char *mark, *severity;
		enum nc_code code;
	} kinds[] = {
		{": fatal error: ", "error", NC_COMPILER_ERROR},
		{": error: ", "error", NC_COMPILER_ERROR},
		{": warning: ", "warning", NC_COMPILER_WARNING},
		{": note: ", "note", NC_COMPILER_WARNING},
	};
	const char *text = arena_strndup(a, line, n);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *at = strstr(text, kinds[i].mark), *p = at;
		int number[2] = {0}, numbers = 0; // of the column, then of the line
		while (p && numbers < 2) {
			const char *digits = p;
			while (digits > text && digits[-1] >= '0' && digits[-1] <= '9')
				digits--;
			if (digits == p || digits == text || digits[-1] != ':')
				break;
			number[numbers++] = atoi(digits);
			p = digits - 1;
		}
		if (!numbers)
			continue;
		*m = (struct message){
			.code = kinds[i].code, .severity = kinds[i].severity, .text = at + strlen(kinds[i].mark),
			.pos = {arena_strndup(a, text, (size_t)(p - text)), number[numbers - 1], numbers == 2 ? number[0] : 0},
			.hint = strcmp(kinds[i].severity, "note") != 0 ? code_page(kinds[i].code)->way : NULL,
		};
		return true;
	}
	return false;
}

static void add_line(struct arena *a, const char **text, const char *line, size_t n)
{
	*text = *text ? arena_printf(a, "%s\n%.*s", *text, (int)n, line) : arena_strndup(a, line, n);
}

// A compiler's words: each error and warning is a message; notes are places that
// the one before is about. Returns false if there is none among them.
static bool take_words(struct messages *out, const char *words)
{
	struct message *last = NULL;
	for (const char *line = words; *line;) {
		size_t n = strcspn(line, "\n");
		struct message m;
		if (!compiler_line(out->arena, line, n, &m)) {
			if (last && !last->related.n)
				add_line(out->arena, &last->detail, line, n);
		} else if (strcmp(m.severity, "note") != 0) {
			VEC_PUSH(out->arena, &out->list, m);
			last = &out->list.v[out->list.n - 1];
		} else if (last) {
			VEC_PUSH(out->arena, &last->related, ((struct related){m.pos, m.text}));
		}
		line += n + (line[n] == '\n');
	}
	return last != NULL;
}

void messages_of(struct diags *d, struct messages *out)
{
	diag_sort(d);
	for (size_t i = 0; i < d->list.n; i++) {
		const struct diag *e = &d->list.v[i];
		bool taken = e->detail && take_words(out, e->detail);
		if (!e->message)
			continue;
		size_t n = strcspn(e->message, "\n");
		struct message m = {
			.code = e->code, .severity = e->status == EXIT_DONE ? "note" : "error", .pos = e->pos,
			.text = arena_strndup(out->arena, e->message, n), .hint = e->hint,
		};
		if (e->message[n])
			add_line(out->arena, &m.detail, e->message + n + 1, strlen(e->message + n + 1));
		if (e->detail && *e->detail && !taken)
			add_line(out->arena, &m.detail, e->detail, strlen(e->detail));
		for (size_t k = 0; k < e->related.n; k++)
			VEC_PUSH(out->arena, &m.related, e->related.v[k]);
		VEC_PUSH(out->arena, &out->list, m);
	}
}

static void set_pos(struct arena *a, json_t *o, struct pos pos)
{
	json_object_set_new(o, "file", pos.file ? json_text(a, pos.file) : json_null());
	json_object_set_new(o, "line", pos.file && pos.line ? json_integer(pos.line) : json_null());
	json_object_set_new(o, "column", pos.file && pos.line && pos.col ? json_integer(pos.col) : json_null());
}

json_t *message_json(struct arena *a, const struct message *m)
{
	json_t *o = json_object(), *related = json_array();
	set_pos(a, o, m->pos);
	json_object_set_new(o, "severity", json_string(m->severity));
	json_object_set_new(o, "code", json_string(arena_printf(a, CODE_FORMAT, (int)m->code)));
	json_object_set_new(o, "message", json_text(a, m->text));
	json_object_set_new(o, "hint", m->hint ? json_text(a, m->hint) : json_null());
	json_object_set_new(o, "detail", m->detail ? json_text(a, m->detail) : json_null());
	for (size_t i = 0; i < m->related.n; i++) {
		json_t *one = json_object();
		set_pos(a, one, m->related.v[i].pos);
		json_object_set_new(one, "message", json_text(a, m->related.v[i].message));
		json_array_append_new(related, one);
	}
	json_object_set_new(o, "related", related);
	return o;
}
