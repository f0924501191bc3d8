#include "tell/sarif.h"

#include <stdlib.h>
#include <string.h>

static const char *copy(struct arena *a, const char *s)
{
	return s ? arena_strdup(a, s) : NULL;
}

void sarif_keep(struct diags *d, struct messages *all)
{
	struct arena *a = all->arena;
	struct messages list = {.arena = d->arena};
	messages_of(d, &list);
	for (size_t i = 0; i < list.list.n; i++) {
		const struct message *m = &list.list.v[i];
		struct message kept = {
			.code = m->code, .severity = m->severity, .pos = {copy(a, m->pos.file), m->pos.line, m->pos.col},
			.text = copy(a, m->text), .hint = copy(a, m->hint), .detail = copy(a, m->detail),
		};
		for (size_t k = 0; k < m->related.n; k++) {
			struct related r = m->related.v[k];
			r = (struct related){{copy(a, r.pos.file), r.pos.line, r.pos.col}, copy(a, r.message)};
			VEC_PUSH(a, &kept.related, r);
		}
		VEC_PUSH(a, &all->list, kept);
	}
}

// A path as a URI reference: bytes that mean something in URIs are escaped. A
// relative one stays relative: to where nearcall was run, the checkout's root.
static const char *uri(struct arena *a, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@";
	const char *text = *path == '/' ? "file://" : "";
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	for (; *path; path++)
		text = strchr(plain, *path) ? arena_printf(a, "%s%c", text, *path)
		                            : arena_printf(a, "%s%%%02X", text, (unsigned char)*path);
	return text;
}

static json_t *location(struct arena *a, struct pos pos)
{
	json_t *place = json_pack("{s:{s:s}}", "artifactLocation", "uri", uri(a, pos.file));
	if (pos.line)
		json_object_set_new(place, "region", pos.col ? json_pack("{s:i, s:i}", "startLine", pos.line, "startColumn", pos.col)
		                                             : json_pack("{s:i}", "startLine", pos.line));
	return json_pack("{s:o}", "physicalLocation", place);
}

// The rule of a code: its place among the rules, to which it is added if it is new.
static size_t rule(struct arena *a, json_t *rules, enum nc_code code)
{
	const char *id = arena_printf(a, CODE_FORMAT, (int)code);
	const struct page *p = code_page(code);
	for (size_t i = 0; i < json_array_size(rules); i++)
		if (strcmp(json_string_value(json_object_get(json_array_get(rules, i), "id")), id) == 0)
			return i;
	json_array_append_new(rules, json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}}", "id", id, "shortDescription", "text", p->title,
	                                       "fullDescription", "text", p->why, "help", "text", p->way));
	return json_array_size(rules) - 1;
}

static json_t *result(struct arena *a, const struct message *m, json_t *rules)
{
	const char *text = m->hint ? arena_printf(a, "%s\nhint: %s", m->text, m->hint) : m->text;
	json_t *o = json_pack("{s:s, s:I, s:s, s:{s:o}}", "ruleId", arena_printf(a, CODE_FORMAT, (int)m->code), "ruleIndex",
	                      (json_int_t)rule(a, rules, m->code), "level", m->severity, "message", "text", json_text(a, text));
	json_t *related = json_array();
	if (m->pos.file)
		json_object_set_new(o, "locations", json_pack("[o]", location(a, m->pos)));
	for (size_t i = 0; i < m->related.n; i++) {
		json_t *at = location(a, m->related.v[i].pos);
		json_object_set_new(at, "id", json_integer((json_int_t)i + 1));
		json_object_set_new(at, "message", json_pack("{s:o}", "text", json_text(a, m->related.v[i].message)));
		json_array_append_new(related, at);
	}
	if (m->related.n)
		json_object_set(o, "relatedLocations", related);
	json_decref(related);
	return o;
}

const char *sarif_text(const struct messages *all, int status)
{
	struct arena *a = all->arena;
	json_t *rules = json_array(), *results = json_array();
	for (size_t i = 0; i < all->list.n; i++)
		json_array_append_new(results, result(a, &all->list.v[i], rules));
	json_t *driver = json_pack("{s:s, s:s, s:s, s:o}", "name", "nearcall", "version", NEARCALL_VERSION, "informationUri",
	                           "https://github.com/nearcall/nearcall", "rules", rules);
	json_t *run = json_pack("{s:{s:o}, s:[{s:b, s:i}], s:o}", "tool", "driver", driver, "invocations",
	                        "executionSuccessful", status < EXIT_TOOL, "exitCode", status, "results", results);
	json_t *root = json_pack("{s:s, s:s, s:[o]}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json", "version",
	                         "2.1.0", "runs", run);
	char *text = json_dumps(root, JSON_INDENT(1));
	const char *kept = arena_printf(a, "%s\n", text ? text : "");
	json_decref(root);
	free(text);
	return kept;
}
