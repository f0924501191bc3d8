#define _GNU_SOURCE
#include "keep/record.h"

#include "arch/arch.h"
#include "base/ask.h"
#include "base/diagsave.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/path.h"
#include "keep/cache.h"
#include "keep/reads.h"
#include "link/toolchain.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void keeper_open(struct arena *a, const char *version, const char *godecl, struct keeper *out)
{
	*out = (struct keeper){.cache = cache_folder(a), .godecl = godecl};
	if (out->cache)
		out->settings = identity_settings(a, version, godecl);
}

void keeper_prepare(struct arena *a, struct keeper *k)
{
	if (!k->cache || k->programs.paths.n)
		return;
	identity_programs(a, k->godecl, &k->programs);
	cache_trim(a, k->cache);
}

static const char *real(struct arena *a, const char *path)
{
	const char *r = ask_real(a, path);
	return r ? r : path;
}

// What is not there may come: the go command's settings, for instance.
static const char *content(struct arena *a, const char *path)
{
	return ask_there(path) ? reads_hash_file(a, path) : "absent";
}

static const char *record_path(struct arena *a, const struct keeper *k, const char *arch, const char *dir)
{
	const char *id = arena_printf(a, "%s\n%s\n%s\n%s", arch, real(a, dir), dir, *dir == '/' ? "" : real(a, "."));
	return arena_printf(a, "%s/%s", k->cache, hash_hex(a, id, strlen(id)));
}

// Whether each member of an object is what of gives for its name.
static bool all_as(struct arena *a, const json_t *o, const char *(*of)(struct arena *a, const char *path))
{
	const char *path;
	json_t *v;
	json_object_foreach((json_t *)o, path, v) {
		const char *now = of(a, path), *then = json_string_value(v);
		if (!now || !then || strcmp(now, then) != 0)
			return false;
	}
	return json_is_object(o);
}

static bool same_folders(struct arena *a, const json_t *list)
{
	size_t i;
	json_t *o;
	json_array_foreach(list, i, o) {
		const char *path, *suffix, *hash;
		if (json_unpack(o, "[sss]", &path, &suffix, &hash) != 0)
			return false;
		const char *now = reads_hash_folder(a, path, suffix);
		if (!now || strcmp(now, hash) != 0)
			return false;
	}
	return json_is_array(list);
}

static bool same_search(struct arena *a, const json_t *root)
{
	struct reads r = {0};
	const char *path;
	size_t i;
	json_t *v;
	json_object_foreach(json_object_get(root, "files"), path, v)
		VEC_PUSH(a, &r.files, path);
	json_array_foreach(json_object_get(root, "search"), i, v)
		VEC_PUSH(a, &r.search, json_string_value(v));
	const char *found = json_string_value(json_object_get(root, "found"));
	return found && strcmp(found, reads_hash_search(a, &r)) == 0;
}

static bool has_string(const json_t *root, const char *key, const char *value)
{
	const char *s = json_string_value(json_object_get(root, key));
	return s && value && strcmp(s, value) == 0;
}

static bool as_recorded(struct arena *a, const struct keeper *k, const char *arch, const char *dir,
                        const json_t *root)
{
	return has_string(root, "settings", k->settings) && all_as(a, json_object_get(root, "programs"), identity_of_file) &&
	       all_as(a, json_object_get(root, "files"), content) &&
	       same_folders(a, json_object_get(root, "folders")) && same_search(a, root) &&
	       has_string(root, "output", reads_hash_output(a, dir, arch));
}

bool record_current(const struct keeper *k, const char *arch, const char *dir, struct diags *d)
{
	if (!k->cache)
		return false;
	const char *path = record_path(d->arena, k, arch, dir);
	json_t *root = json_load_file(path, 0, NULL);
	bool current = root && as_recorded(d->arena, k, arch, dir, root) && diags_load(json_object_get(root, "said"), d);
	if (current)
		cache_used(path);
	json_decref(root);
	return current;
}

// A time that file systems have gone past when this returns: what is written
// from now on is not older.
struct timespec record_begin(void)
{
	static const struct timespec nap = {0, 1000000};
	struct timespec was, now;
	clock_gettime(CLOCK_REALTIME_COARSE, &was);
	do {
		nanosleep(&nap, NULL);
		clock_gettime(CLOCK_REALTIME_COARSE, &now);
	} while (now.tv_sec == was.tv_sec && now.tv_nsec == was.tv_nsec);
	return now;
}

static bool older(const char *path, struct timespec begin)
{
	struct stat st;
	return ask_stat(path, &st) && (st.st_ctim.tv_sec < begin.tv_sec ||
	                                (st.st_ctim.tv_sec == begin.tv_sec && st.st_ctim.tv_nsec < begin.tv_nsec));
}

static void add_file(struct arena *a, json_t *files, const char *path, struct reads *r)
{
	path = real(a, path);
	if (json_object_get(files, path))
		return;
	json_object_set_new(files, path, json_null());
	VEC_PUSH(a, &r->files, path);
}

static void add_search(struct arena *a, struct reads *r, const char *dir)
{
	dir = real(a, dir);
	for (size_t i = 0; i < r->search.n; i++)
		if (strcmp(r->search.v[i], dir) == 0)
			return;
	VEC_PUSH(a, &r->search, dir);
}

static void add_flag_folders(struct build *b, const struct gopkg *pkg, const char *const *flags, size_t n,
                             struct reads *r)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(flags[i], "-I", 2) == 0)
			add_search(b->arena, r, path_join(b->arena, pkg->dir, flags[i] + 2));
}

// Where the compiler looks before it looks where the system's headers are.
static void gather_search(struct build *b, const struct gopkg *pkg, struct reads *r)
{
	add_search(b->arena, r, b->csrc);
	add_flag_folders(b, pkg, pkg->cflags.v, pkg->cflags.n, r);
	for (size_t i = 0; i < pkg->sources.n; i++) {
		const struct input *src = &pkg->sources.v[i];
		add_flag_folders(b, pkg, src->flags, src->nflags, r);
		add_search(b->arena, r, path_dir(b->arena, path_join(b->arena, pkg->dir, src->path)));
	}
}

static void gather_files(struct build *b, const struct product *p, json_t *files, struct reads *r)
{
	const struct gopkg *pkg = p->pkg;
	for (size_t i = 0; i < pkg->reads.n; i++)
		add_file(b->arena, files, pkg->reads.v[i], r);
	for (size_t i = 0; i < pkg->archives.n; i++)
		add_file(b->arena, files, path_join(b->arena, pkg->dir, pkg->archives.v[i].path), r);
	for (size_t i = 0; i < b->licences.n; i++)
		add_file(b->arena, files, b->licences.v[i], r);
	for (size_t i = 0; i < p->variants.n; i++) {
		const struct variant *v = &p->variants.v[i];
		for (size_t k = 0; k < v->objects.read.n; k++)
			add_file(b->arena, files, v->objects.read.v[k], r);
		for (size_t k = 0; k < v->reduced.read.n; k++)
			add_file(b->arena, files, v->reduced.read.v[k], r);
	}
}

// Assembly that reads other files tells nobody: its packages have no record.
static bool reads_more(struct arena *a, const struct product *p)
{
	struct diags d = {.arena = a};
	for (size_t i = 0; i < p->variants.n; i++)
		for (size_t k = 0; k < p->variants.v[i].objects.read.n; k++) {
			struct file_text text;
			const char *path = p->variants.v[i].objects.read.v[k];
			if (!file_read(&d, path, &text) || strstr(text.text, ".incbin") || strstr(text.text, ".include"))
				return true;
		}
	return false;
}

static bool hash_files(struct arena *a, const struct reads *r, struct timespec begin, json_t *files)
{
	for (size_t i = 0; i < r->files.n; i++) {
		const char *path = r->files.v[i], *hash = content(a, path);
		if (!hash || (ask_there(path) && !older(path, begin)))
			return false;
		json_object_set_new(files, path, json_string(hash));
	}
	return true;
}

static json_t *hash_folders(struct build *b, const struct gopkg *pkg)
{
	json_t *list = json_array();
	for (size_t i = 0; i < pkg->folders.n; i++) {
		const struct folder *f = &pkg->folders.v[i];
		json_array_append_new(list, json_pack("[sss]", f->path, f->suffix,
		                                      reads_hash_folder(b->arena, f->path, f->suffix)));
	}
	return list;
}

static json_t *identify_programs(struct arena *a, const struct programs *p)
{
	json_t *o = json_object();
	for (size_t i = 0; i < p->paths.n; i++)
		json_object_set_new(o, p->paths.v[i], json_string(identity_of_file(a, p->paths.v[i])));
	return o;
}

static json_t *strings(const struct reads *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->search.n; i++)
		json_array_append_new(list, json_string(r->search.v[i]));
	return list;
}

// NULL if something has no place in JSON: a path that is not UTF-8, say.
static char *record_text(const struct keeper *k, struct build *b, const struct product *p, struct reads *r,
                         json_t *files)
{
	struct programs programs = {0};
	identity_more(b->arena, &k->programs, p->tools->cc.args.v[0], p->tools->ld, &programs);
	json_t *root = json_pack("{s:s, s:o, s:O, s:o, s:o, s:s, s:s, s:o}", "settings", k->settings, "programs",
	                         identify_programs(b->arena, &programs), "files", files, "folders",
	                         hash_folders(b, p->pkg), "search", strings(r), "found", reads_hash_search(b->arena, r),
	                         "output", reads_hash_output(b->arena, p->pkg->dir, b->arch->name), "said", diags_save(b->diags));
	char *text = root ? json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS) : NULL;
	json_decref(root);
	return text;
}

void record_write(const struct keeper *k, struct build *b, const struct product *p, struct timespec begin)
{
	struct reads r = {0};
	if (!k->cache || reads_more(b->arena, p))
		return;
	json_t *files = json_object();
	gather_files(b, p, files, &r);
	gather_search(b, p->pkg, &r);
	char *text = hash_files(b->arena, &r, begin, files) ? record_text(k, b, p, &r, files) : NULL;
	if (text)
		cache_write(b->arena, record_path(b->arena, k, b->arch->name, p->pkg->dir), text, strlen(text));
	free(text);
	json_decref(files);
}
