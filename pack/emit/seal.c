#include "emit/seal.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define NAME "nearcallFiles"
enum { DIGITS = 32 }; // of the hash: 128 bits

// What stands in the texts until all of them are known.
static const char open_seal[] = NAME "________________________________";
_Static_assert(sizeof open_seal == sizeof NAME + DIGITS, "as long as a closed one");

void seal_constant(struct buf *out, const char *assembly_file)
{
	buf_printf(out, "\n// The files of one build know each other by this: %s asks for it.\n"
	           "const %s = 0\n", assembly_file, open_seal);
}

// The constants come after the code, whose names they could be taken for.
void seal_check(struct buf *out)
{
	buf_printf(out,
	           "// The Go file that was written with this one declares the constant.\n#include \"go_asm.h\"\n"
	           "#ifndef const_%s\nnearcall_files_do_not_belong_together__run_nearcall_build_again\n\n#endif\n",
	           open_seal);
}

static int by_name(const void *va, const void *vb)
{
	const struct genfile *a = va, *b = vb;
	return strcmp(a->name, b->name);
}

const char *seal_hash(struct arena *a, const struct genfile *in, size_t n)
{
	struct buf all = {.arena = a};
	struct genfile *files = arena_alloc(a, n * sizeof *files);
	memcpy(files, in, n * sizeof *files);
	qsort(files, n, sizeof *files, by_name);
	for (size_t i = 0; i < n; i++)
		if (files[i].text)
			buf_printf(&all, "%s %s\n", files[i].name, hash_hex(a, files[i].text, files[i].len));
	return hash_hex(a, all.p, all.len);
}

void seal_close(struct arena *a, struct genfile *files, size_t n)
{
	const char *hash = seal_hash(a, files, n);
	for (size_t i = 0; i < n; i++) {
		if (!files[i].text)
			continue;
		char *text = arena_strndup(a, files[i].text, files[i].len);
		for (char *at = text; (at = strstr(at, open_seal)); at += sizeof NAME - 1 + DIGITS)
			memcpy(at + sizeof NAME - 1, hash, DIGITS);
		files[i].text = text;
	}
}

const char *seal_open(struct arena *a, char *text)
{
	const char *hash = NULL;
	for (char *at = text; (at = strstr(at, NAME)); at += sizeof NAME - 1) {
		char *digits = at + sizeof NAME - 1;
		if (strspn(digits, "0123456789abcdef") < DIGITS)
			continue;
		hash = arena_strndup(a, digits, DIGITS);
		memset(digits, '_', DIGITS);
	}
	return hash;
}
