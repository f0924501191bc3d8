#include "link/language.h"

#include "base/files.h"

#include <string.h>

// What -fvisibility=hidden does to definitions, for declarations too: what another
// file defines then has a fixed distance as well, and is not reached through a
// global offset table.
static const char declarations[] = "#pragma GCC visibility push(hidden)\n";

// There is no runtime library of C++ to catch, to tell types or to lock statics.
static const char *const cxx_flags[] = {"-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"};
static const char *const cxx_extensions[] = {".cc", ".cpp", ".cxx"};

static bool ends(const char *path, const char *extension)
{
	size_t n = strlen(path), m = strlen(extension);
	return n >= m && strcmp(path + n - m, extension) == 0;
}

#define DECLARATIONS "nearcall-declarations.h"

static bool is_cxx(const char *source)
{
	for (size_t i = 0; i < sizeof cxx_extensions / sizeof *cxx_extensions; i++)
		if (ends(source, cxx_extensions[i]))
			return true;
	return false;
}

static bool is_assembly(const char *source)
{
	return ends(source, ".S") || ends(source, ".s");
}

static const char *declarations_file(struct build *b)
{
	return arena_printf(b->arena, "%s/" DECLARATIONS, b->tmp);
}

bool language_prepare(struct build *b)
{
	return file_replace(b->diags, declarations_file(b), declarations, sizeof declarations - 1);
}

void language_flags(struct build *b, const struct toolchain *t, const char *source, struct argv *v)
{
	struct arena *a = b->arena;
	for (size_t i = 0; is_cxx(source) && i < sizeof cxx_flags / sizeof *cxx_flags; i++)
		argv_add(a, v, cxx_flags[i]);
	if (!is_assembly(source)) {
		// compilers make #include "NAME" of it: the folder may have quotes in its name
		argv_add(a, v, "-iquote");
		argv_add(a, v, b->tmp);
		argv_add(a, v, "-include");
		argv_add(a, v, DECLARATIONS);
	} else if (t->clang) {
		argv_add(a, v, "-Qunused-arguments"); // most flags are about C
	}
}

bool language_takes(const char *source, const char *flag)
{
	if (strncmp(flag, "-std=", 5) != 0 || is_assembly(source))
		return true;
	return is_cxx(source) == (strstr(flag, "++") != NULL);
}

bool language_has_rule(const char *source)
{
	return !ends(source, ".s");
}
