#include "report.h"

#include "base/path.h"
#include "calltree.h"
#include "loops.h"

#include <jansson.h>
#include <string.h>

enum { COLUMNS = 80, MAX_DEPTH = 24 };

static const char bold[] = "\033[1m", dim[] = "\033[2m", plain[] = "\033[0m";

struct tree {
	struct arena *arena;
	const struct proof *proof;
	bool *shown; // functions whose calls have been printed in this tree
	bool colour;
	FILE *out;
};

static void print_line(const struct tree *t, const struct proven *f, int depth, bool tail, bool again, bool deepest)
{
	const char *said = tail && again ? " (tail call, see above)" : tail ? " (tail call)" : again ? " (see above)" : "";
	size_t room = (size_t)(COLUMNS - 22 - 2 * depth), n = strlen(said);
	const char *name = calltree_fit(t->arena, calltree_name(t->arena, f->name), n + 8 < room ? room - n : room);
	if (n + 8 >= room)
		said = "";
	const char *on = !t->colour ? "" : deepest ? bold : dim, *off = t->colour ? plain : "";
	fprintf(t->out, "%s%s %8llu %9llu %*s%s%s%s\n", on, deepest ? "*" : " ", (unsigned long long)f->frame,
	        (unsigned long long)f->bound, 2 * depth, "", name, said, off);
}

static void print_tree(const struct tree *t, int index, int depth, bool tail, bool deepest)
{
	const struct proven *f = &t->proof->funcs.v[index];
	bool again = t->shown[index] && f->calls.n > 0;
	print_line(t, f, depth, tail, again, deepest);
	if (again || depth >= MAX_DEPTH)
		return;
	t->shown[index] = true;
	const struct call_site *worst = calltree_deepest(t->proof, f);
	for (size_t i = 0; i < f->calls.n; i++) {
		const struct call_site *c = &f->calls.v[i];
		if (calltree_shown(t->proof, f, i))
			print_tree(t, c->callee, depth + 1, c->tail, deepest && worst && worst->callee == c->callee);
	}
}

static void print_call(struct arena *a, const struct product *p, const struct call *call, size_t level, bool colour,
                       FILE *out)
{
	const struct proof *proof = &p->variants.v[level].proof;
	const struct proven *f = proof_of(proof, call->entries.v[level]->addr);
	struct tree t = {a, proof, arena_alloc(a, proof->funcs.n), colour, out};
	const char *at = p->variants.n > 1 ? arena_printf(a, " at %s", p->variants.v[level].level) : "";
	fprintf(out, "%s.%s%s: %llu bytes of stack, %s\n", p->pkg->name, call->go->name, at, (unsigned long long)f->bound,
	        calltree_ground(a, proof, f));
	struct pos loop = loops_hold_up(a, p, call, level);
	if (loop.file)
		fprintf(out, "  " LOOPS_AT " %s:%d;\n  " LOOPS_WAY "\n", calltree_fit(a, path_base(loop.file), 30), loop.line);
	fprintf(out, "%s     frame     total function%s\n", colour ? dim : "", colour ? plain : "");
	print_tree(&t, (int)(f - proof->funcs.v), 0, false, true);
}

static bool is_variable(const struct image *img, const struct symbol *s)
{
	return !s->function && s->size && extent_holds(&img->data, s->addr);
}

// What C may write to beside its stack.
static void print_variables(const struct image *img, bool colour, FILE *out)
{
	bool any = false;
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (!is_variable(img, s))
			continue;
		if (!any)
			fprintf(out, "\n%s     bytes variable, one for the whole program%s\n", colour ? dim : "", colour ? plain : "");
		any = true;
		fprintf(out, "  %8llu %s\n", (unsigned long long)s->size, s->name);
	}
}

static json_t *variables_json(const struct image *img)
{
	json_t *list = json_array();
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (is_variable(img, s))
			json_array_append_new(list, json_pack("{s:s, s:I}", "name", s->name, "size", (json_int_t)s->size));
	}
	return list;
}

void report_stack(struct arena *a, const struct product *p, bool colour, FILE *out)
{
	for (size_t i = 0; i < p->calls.n; i++)
		for (size_t k = 0; k < p->variants.n; k++) {
			if (i || k)
				fputc('\n', out);
			print_call(a, p, &p->calls.v[i], k, colour, out);
		}
	print_variables(&p->variants.v[0].image, colour, out);
}

static json_t *calls_json(const struct proof *p, const struct proven *f)
{
	json_t *calls = json_array();
	for (size_t i = 0; i < f->calls.n; i++) {
		const struct call_site *c = &f->calls.v[i];
		json_t *one = json_pack("{s:s, s:I, s:b}", "function", p->funcs.v[c->callee].name,
		                        "depth", (json_int_t)c->depth, "tail", c->tail);
		json_array_append_new(calls, one);
	}
	return calls;
}

static json_t *functions_json(const struct variant *v)
{
	const struct proof *p = &v->proof;
	json_t *list = json_array();
	for (size_t i = 0; i < p->funcs.n; i++) {
		const struct proven *f = &p->funcs.v[i];
		json_t *one = json_pack("{s:s, s:I, s:I, s:I, s:b, s:o}", "name", f->name,
		                        "frame", (json_int_t)f->frame, "total", (json_int_t)f->bound,
		                        "vector_writes", (json_int_t)f->vector_writes, "needs_alignment", f->aligned,
		                        "calls", calls_json(p, f));
		if (*v->suffix)
			json_object_set_new(one, "level", json_string(v->level));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *path_json(const struct proof *p, const struct proven *f)
{
	json_t *path = json_array();
	for (size_t steps = 0; f && steps <= p->funcs.n; steps++) {
		const struct call_site *c = calltree_deepest(p, f);
		json_array_append_new(path, json_string(f->name));
		f = c ? &p->funcs.v[c->callee] : NULL;
	}
	return path;
}

static json_t *entry_json(struct arena *a, const struct product *p, const struct call *call, size_t level)
{
	const struct proof *proof = &p->variants.v[level].proof;
	const struct symbol *entry = call->entries.v[level];
	const struct proven *f = proof_of(proof, entry->addr);
	json_t *one = json_pack("{s:s, s:s, s:I, s:b, s:o}", "go", call->go->name, "function", entry->name,
	                        "total", (json_int_t)f->bound, "proven", !f->promise_used,
	                        "deepest", path_json(proof, f));
	struct pos loop = loops_hold_up(a, p, call, level);
	if (loop.file)
		json_object_set_new(one, "loops", json_sprintf("%s:%d", loop.file, loop.line));
	if (p->variants.n > 1)
		json_object_set_new(one, "level", json_string(p->variants.v[level].level));
	return one;
}

void report_stack_json(struct arena *a, const struct product *p, FILE *out)
{
	json_t *entries = json_array(), *functions = json_array();
	for (size_t i = 0; i < p->calls.n; i++)
		for (size_t k = 0; k < p->variants.n; k++)
			json_array_append_new(entries, entry_json(a, p, &p->calls.v[i], k));
	for (size_t k = 0; k < p->variants.n; k++) {
		json_t *of = functions_json(&p->variants.v[k]);
		json_array_extend(functions, of);
		json_decref(of);
	}
	json_t *root = json_pack("{s:s, s:s, s:o, s:o, s:o}", "package", p->pkg->path, "dir", p->pkg->dir,
	                         "entries", entries, "functions", functions,
	                         "variables", variables_json(&p->variants.v[0].image));
	json_dumpf(root, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(root);
}
