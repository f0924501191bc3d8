#include "tell/tell.h"

#include "base/files.h"
#include "tell/sarif.h"

#include <string.h>

void tell_open(struct tell *t, bool json, const char *sarif)
{
	*t = (struct tell){.json = json, .sarif = sarif, .all.arena = arena_new()};
}

static void print_lines(struct arena *a, const struct messages *list)
{
	for (size_t i = 0; i < list->list.n; i++) {
		json_t *o = message_json(a, &list->list.v[i]);
		json_dumpf(o, stdout, JSON_COMPACT);
		putchar('\n');
		json_decref(o);
	}
	fflush(stdout);
}

void tell_diags(struct tell *t, struct diags *d)
{
	struct messages list = {.arena = d->arena};
	if (!t || !t->json)
		diag_print(d, stderr);
	if (t && t->json) {
		messages_of(d, &list);
		print_lines(d->arena, &list);
	}
	if (t && t->sarif)
		sarif_keep(d, &t->all);
}

int tell_close(struct tell *t, int status)
{
	struct diags d = {.arena = t->all.arena};
	if (t->sarif) {
		const char *text = sarif_text(&t->all, status);
		file_replace(&d, t->sarif, text, strlen(text));
		t->sarif = NULL;
		tell_diags(t, &d);
	}
	int failed = (int)diag_status(&d);
	arena_free(t->all.arena);
	return failed > status ? failed : status;
}
