#include "toolexec/symabis.h"

#include "base/ask.h"
#include "base/buf.h"
#include "base/files.h"

#include <string.h>
#include <unistd.h>

static const char *line_of(struct arena *a, const char *kind, const char *prefix, const char *function, const char *abi)
{
	return arena_printf(a, "%s %s.%s %s\n", kind, prefix, function, abi);
}

// Where a line stands in a list; NULL if it does not.
static char *find_line(char *list, const char *line)
{
	for (char *at = list; (at = strstr(at, line)); at++)
		if (at == list || at[-1] == '\n')
			return at;
	return NULL;
}

static void remove_line(char *list, const char *line)
{
	char *at = find_line(list, line);
	if (at)
		memmove(at, at + strlen(line), strlen(at + strlen(line)) + 1);
}

bool symabis_choose(struct diags *d, const char *path, const char *prefix, const struct register_file *f)
{
	struct arena *a = d->arena;
	struct file_text had;
	struct buf added = {.arena = a};
	if (!file_read(d, path, &had))
		return false;
	for (size_t i = 0; i < f->entries.n; i++) {
		const char *name = f->entries.v[i].function;
		if (find_line(had.text, line_of(a, "ref", prefix, name, "ABI0")))
			continue;
		remove_line(had.text, line_of(a, "def", prefix, name, "ABI0"));
		buf_printf(&added, "%s", line_of(a, "def", prefix, name, "ABIInternal"));
	}
	const char *all = arena_printf(a, "%s%s", had.text, added.p ? added.p : "");
	return file_replace(d, path, all, strlen(all));
}

bool symabis_chosen(struct arena *a, const char *path, const char *prefix, struct register_file *f)
{
	struct diags d = {.arena = a};
	struct file_text list;
	bool any = false;
	if (!ask_access(path, R_OK) || !file_read(&d, path, &list))
		return false;
	for (size_t i = 0; i < f->entries.n; i++) {
		struct register_entry *e = &f->entries.v[i];
		e->chosen = find_line(list.text, line_of(a, "def", prefix, e->function, "ABIInternal"));
		any |= e->chosen;
	}
	return any;
}
