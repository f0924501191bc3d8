#include "link/language.h"

#include <string.h>

// There is no runtime library of C++ to catch, to tell types or to lock statics.
static const char *const cxx_flags[] = {"-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"};
static const char *const cxx_extensions[] = {".cc", ".cpp", ".cxx"};

static bool ends(const char *path, const char *extension)
{
	size_t n = strlen(path), m = strlen(extension);
	return n >= m && strcmp(path + n - m, extension) == 0;
}

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

void language_flags(struct arena *a, const struct toolchain *t, const char *source, struct argv *v)
{
	for (size_t i = 0; is_cxx(source) && i < sizeof cxx_flags / sizeof *cxx_flags; i++)
		argv_add(a, v, cxx_flags[i]);
	if (is_assembly(source) && t->clang)
		argv_add(a, v, "-Qunused-arguments"); // most flags are about C
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
