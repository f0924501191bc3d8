#include "base/diagsave.h"

// Text that is not UTF-8 has no place in JSON: it travels byte by byte, as if
// it were Latin-1.
static json_t *text(const char *s)
{
	json_t *plain = s ? json_string(s) : json_null();
	if (plain)
		return plain;
	json_t *bytes = json_array();
	for (; *s; s++)
		json_array_append_new(bytes, json_integer((unsigned char)*s));
	return bytes;
}

static const char *untext(struct arena *a, const json_t *v)
{
	if (json_is_string(v))
		return arena_strdup(a, json_string_value(v));
	if (!json_is_array(v))
		return NULL;
	char *s = arena_alloc(a, json_array_size(v) + 1);
	for (size_t i = 0; i < json_array_size(v); i++)
		s[i] = (char)json_integer_value(json_array_get(v, i));
	return s;
}

static void set_pos(json_t *o, struct pos pos)
{
	json_object_set_new(o, "file", text(pos.file));
	json_object_set_new(o, "line", json_integer(pos.line));
	json_object_set_new(o, "col", json_integer(pos.col));
}

static struct pos pos_of(struct arena *a, const json_t *o)
{
	return (struct pos){untext(a, json_object_get(o, "file")), (int)json_integer_value(json_object_get(o, "line")),
	                    (int)json_integer_value(json_object_get(o, "col"))};
}

static json_t *save_related(const struct diag *e)
{
	json_t *list = json_array();
	for (size_t i = 0; i < e->related.n; i++) {
		json_t *o = json_pack("{s:o}", "message", text(e->related.v[i].message));
		set_pos(o, e->related.v[i].pos);
		json_array_append_new(list, o);
	}
	return list;
}

static void load_related(struct arena *a, const json_t *list, struct diag *e)
{
	size_t i;
	const json_t *o;
	json_array_foreach(list, i, o)
		VEC_PUSH(a, &e->related, ((struct related){pos_of(a, o), untext(a, json_object_get(o, "message"))}));
}

json_t *diags_save(const struct diags *d)
{
	json_t *list = json_array();
	for (size_t i = 0; i < d->list.n; i++) {
		const struct diag *e = &d->list.v[i];
		json_t *o = json_object();
		json_object_set_new(o, "code", json_integer(e->code));
		set_pos(o, e->pos);
		json_object_set_new(o, "message", text(e->message));
		json_object_set_new(o, "hint", text(e->hint));
		json_object_set_new(o, "detail", text(e->detail));
		json_object_set_new(o, "related", save_related(e));
		json_object_set_new(o, "status", json_integer((json_int_t)e->status));
		json_array_append_new(list, o);
	}
	return json_pack("{s:o, s:I}", "list", list, "warnings", (json_int_t)d->warnings);
}

bool diags_load(const json_t *saved, struct diags *d)
{
	size_t i;
	const json_t *o, *list = json_object_get(saved, "list");
	if (!json_is_array(list))
		return false;
	json_array_foreach(list, i, o) {
		struct diag e = {
			.code = (enum nc_code)json_integer_value(json_object_get(o, "code")),
			.pos = pos_of(d->arena, o),
			.message = untext(d->arena, json_object_get(o, "message")),
			.hint = untext(d->arena, json_object_get(o, "hint")),
			.detail = untext(d->arena, json_object_get(o, "detail")),
			.status = (enum exit_status)json_integer_value(json_object_get(o, "status")),
			.order = d->list.n,
		};
		load_related(d->arena, json_object_get(o, "related"), &e);
		VEC_PUSH(d->arena, &d->list, e);
	}
	d->warnings += (size_t)json_integer_value(json_object_get(saved, "warnings"));
	return true;
}
