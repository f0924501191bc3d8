// level.c - the versions of the architecture and their features, and which of them an instruction needs.
#include "arch/arm64/level.h"

#include "arch/arm64/decode.h"

#include <stdlib.h>
#include <string.h>

enum { BASE = 0, NEVER = 100 };

// The features that decode.h tells apart: the name that -march has for each, and
// from which armv8.N-a on all processors have it. NULL: it has no name that gcc and
// clang agree on.
static const struct {
	const char *name;
	int since;
	const char *what;
} features[ARM64_SETS] = {
	[ARM64_BASE] = {NULL, BASE, NULL},
	[ARM64_CRC] = {"crc", 1, "CRC32"},
	[ARM64_AES] = {"aes", NEVER, "AES"},
	[ARM64_SHA2] = {"sha2", NEVER, "SHA-1 and SHA-2"},
	[ARM64_SHA3] = {"sha3", NEVER, "SHA-512 and SHA-3"},
	[ARM64_DOTPROD] = {"dotprod", 4, "dot products"},
	[ARM64_LSE] = {"lse", 1, "LSE atomics"},
	[ARM64_RDM] = {NULL, 1, "RDM"},
	[ARM64_RCPC] = {"rcpc", 3, "RCPC"},
};

// What a feature brings with it.
static const struct {
	const char *name, *brings;
} groups[] = {{"crypto", "aes"}, {"crypto", "sha2"}, {"sha3", "sha2"}, {"rdm", "rdma"}};

// armv8-a is version 0; -1: no such name.
static int version_of(const char *level)
{
	static const char prefix[] = "armv8";
	if (strncmp(level, prefix, strlen(prefix)) != 0)
		return -1;
	const char *rest = level + strlen(prefix);
	char *end = (char *)(uintptr_t)rest;
	long n = *rest == '.' ? strtol(rest + 1, &end, 10) : 0;
	return strncmp(end, "-a", 2) == 0 && (end[2] == '\0' || end[2] == '+') ? (int)n : -1;
}

static bool brings(const char *given, size_t n, const char *wanted)
{
	if (n == strlen(wanted) && strncmp(given, wanted, n) == 0)
		return true;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strlen(groups[i].name) == n && strncmp(given, groups[i].name, n) == 0 &&
		    strcmp(groups[i].brings, wanted) == 0)
			return true;
	return false;
}

static bool adds(const char *level, const char *wanted)
{
	for (const char *at = strchr(level, '+'); at; at = strchr(at + 1, '+'))
		if (brings(at + 1, strcspn(at + 1, "+"), wanted))
			return true;
	return false;
}

bool arm64_level_has(const char *level, const char *feature)
{
	for (size_t i = 0; i < ARM64_SETS; i++)
		if (features[i].name && strcmp(features[i].name, feature) == 0 && features[i].since <= version_of(level))
			return true;
	return adds(level, feature);
}

static const char *march(const struct gopkg *pkg)
{
	static const char flag[] = "-march=";
	const char *given = "";
	for (size_t i = 0; i < pkg->cflags.n; i++)
		if (strncmp(pkg->cflags.v[i], flag, strlen(flag)) == 0)
			given = pkg->cflags.v[i] + strlen(flag);
	return given;
}

struct level arm64_level(const struct gopkg *pkg, const char *own)
{
	struct level l = {.rank = BASE, .pkg = pkg, .own = own};
	const char *const names[] = {own, pkg->cpu.n == 1 ? pkg->cpu.v[0].path : "", march(pkg)};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (version_of(names[i]) > l.rank)
			l.rank = version_of(names[i]);
	l.any = *march(pkg) && version_of(march(pkg)) < 0;
	for (size_t i = 0; i < pkg->cflags.n; i++)
		l.any |= strncmp(pkg->cflags.v[i], "-mcpu=", 6) == 0;
	return l;
}

static bool has(const struct level *l, size_t set)
{
	const char *name = features[set].name;
	if (l->any || features[set].since <= l->rank)
		return true;
	return name && (adds(l->own, name) || (l->pkg->cpu.n == 1 && adds(l->pkg->cpu.v[0].path, name)) ||
	                adds(march(l->pkg), name));
}

const char *arm64_missing(struct arena *a, const struct level *l, const uint8_t *p, const struct insn *in,
                          const char **hint)
{
	size_t set = in->set;
	(void)p;
	if (has(l, set))
		return NULL;
	const char *given = *l->own ? l->own : l->pkg->cpu.n == 1 ? l->pkg->cpu.v[0].path : "armv8-a";
	if (features[set].since == NEVER || (features[set].name && set != ARM64_RCPC))
		*hint = arena_printf(a, "declare the level that has it: //nearcall:cpu %s+%s", given, features[set].name);
	else
		*hint = "write it in C that compiles to other instructions: no level has it";
	return arena_printf(a, "uses an instruction of %s%s%s", features[set].what, features[set].name ? ", +" : "",
	                    features[set].name ? features[set].name : "");
}

const char *arm64_cpu_flags(struct arena *a, const char *level)
{
	return arena_printf(a, "-march=%s", level ? level : "armv8-a");
}

// What cmd/go passes to the assembler for a GOARM64 that has LSE.
const char *arm64_level_macro(const char *level)
{
	return strcmp(level, "armv8-a+lse") == 0 ? "GOARM64_LSE" : NULL;
}
