// level.c - the CPU levels and the compiler's -m flags, and which of them an instruction needs.
#include "arch/amd64/level.h"
#include "arch/amd64/sets.h"

#include <stdio.h>
#include <string.h>

enum { BASE = 1, NO_LEVEL = 9, MAX_FLAG = 32 };

// The flags, each with the level that has what it adds (psABI AMD64, table 3.1) and the flags that it brings with
// it, in clang or gcc.
static const struct flag {
	const char *name;
	int level;
	const char *brings;
} flags[] = {
	{"-mcx16", 2, ""}, {"-msahf", 2, ""}, {"-mpopcnt", 2, ""}, {"-msse3", 2, ""}, {"-mssse3", 2, "-msse3"},
	{"-msse4.1", 2, "-mssse3"}, {"-msse4.2", 2, "-msse4.1 -mpopcnt"}, {"-msse4", 2, "-msse4.2"},
	{"-mavx", 3, "-msse4.2"}, {"-mavx2", 3, "-mavx"}, {"-mbmi", 3, ""}, {"-mbmi2", 3, ""}, {"-mf16c", 3, "-mavx"},
	{"-mfma", 3, "-mavx"}, {"-mlzcnt", 3, ""}, {"-mmovbe", 3, ""},
	{"-mavx512f", 4, "-mavx2 -mf16c -mfma"}, {"-mavx512bw", 4, "-mavx512f"}, {"-mavx512cd", 4, "-mavx512f"},
	{"-mavx512dq", 4, "-mavx512f"}, {"-mavx512vl", 4, "-mavx512f"},
	{"-mavx512bf16", NO_LEVEL, "-mavx512bw"}, {"-mavx512bitalg", NO_LEVEL, "-mavx512bw"},
	{"-mavx512ifma", NO_LEVEL, "-mavx512f"}, {"-mavx512vbmi", NO_LEVEL, "-mavx512bw"},
	{"-mavx512vbmi2", NO_LEVEL, "-mavx512bw"}, {"-mavx512vnni", NO_LEVEL, "-mavx512f"},
	{"-mavx512vp2intersect", NO_LEVEL, "-mavx512dq"}, {"-mavx512vpopcntdq", NO_LEVEL, "-mavx512f"},
	{"-mavx512fp16", NO_LEVEL, "-mavx512bw -mavx512dq -mavx512vl"}, {"-mavx512er", NO_LEVEL, "-mavx512f"},
	{"-mavx512pf", NO_LEVEL, "-mavx512f"}, {"-mavx5124fmaps", NO_LEVEL, "-mavx512f"},
	{"-mavx5124vnniw", NO_LEVEL, "-mavx512f"}, {"-mavxvnni", NO_LEVEL, "-mavx2"},
	{"-msse4a", NO_LEVEL, "-msse3"}, {"-mfma4", NO_LEVEL, "-mavx -msse4a"}, {"-mxop", NO_LEVEL, "-mfma4"},
	{"-mvaes", NO_LEVEL, "-mavx -maes"}, {"-mvpclmulqdq", NO_LEVEL, "-mavx -mpclmul"},
};

static const struct flag *flag_find(const char *name)
{
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (strcmp(flags[i].name, name) == 0)
			return &flags[i];
	return NULL; // in no level, and brings nothing
}

// next_flag copies the next of some flags with spaces between them; false behind the last.
static bool next_flag(const char **list, char word[MAX_FLAG])
{
	*list += strspn(*list, " ");
	size_t n = strcspn(*list, " ");
	snprintf(word, MAX_FLAG, "%.*s", (int)n, *list);
	*list += n;
	return n > 0;
}

static bool brings(const char *given, const char *wanted)
{
	const struct flag *f = flag_find(given);
	if (strcmp(given, wanted) == 0)
		return true;
	char word[MAX_FLAG];
	for (const char *list = f ? f->brings : ""; next_flag(&list, word);)
		if (brings(word, wanted))
			return true;
	return false;
}

static int level_with(const char *flag)
{
	const struct flag *f = flag_find(flag);
	return f ? f->level : NO_LEVEL;
}

// next_feature writes the flag of the next feature behind a level; false behind the last.
static bool next_feature(const char **list, char flag[MAX_FLAG])
{
	*list += strcspn(*list, "+");
	if (!**list)
		return false;
	++*list;
	snprintf(flag, MAX_FLAG, "-m%.*s", (int)strcspn(*list, "+"), *list);
	return true;
}

static bool adds(const char *level, const char *wanted)
{
	char flag[MAX_FLAG];
	while (next_feature(&level, flag))
		if (brings(flag, wanted))
			return true;
	return false;
}

static bool has_flag(const struct level *l, const char *flag)
{
	if (level_with(flag) <= l->rank || adds(l->own, flag) || (l->pkg->cpu.n == 1 && adds(l->pkg->cpu.v[0].path, flag)))
		return true;
	for (size_t i = 0; i < l->pkg->cflags.n; i++)
		if (brings(l->pkg->cflags.v[i], flag))
			return true;
	return false;
}

static int level_of(const char *name)
{
	if (strcmp(name, "x86-64") == 0)
		return BASE;
	if (strncmp(name, "x86-64-v", 8) == 0 && name[8] >= '1' && name[8] <= '4' && (!name[9] || name[9] == '+'))
		return name[8] - '0';
	return 0;
}

bool amd64_level_has(const char *level, const char *flag)
{
	return level_with(flag) <= level_of(level) || adds(level, flag);
}

// gcc 12 and clang 14 know the first level by its old name.
const char *amd64_cpu_flags(struct arena *a, const char *level)
{
	char flag[MAX_FLAG];
	const char *rest = level ? level : "x86-64";
	const char *all = level_of(rest) == BASE ? "-march=x86-64"
	                                         : arena_printf(a, "-march=%.*s", (int)strcspn(rest, "+"), rest);
	while (next_feature(&rest, flag))
		all = arena_printf(a, "%s %s", all, flag);
	return all;
}

struct level amd64_level(const struct gopkg *pkg, const char *own)
{
	struct level l = {.rank = BASE, .pkg = pkg, .own = own};
	if (pkg->cpu.n == 1)
		l.rank = level_of(pkg->cpu.v[0].path);
	for (size_t i = 0; i < pkg->cflags.n; i++) {
		const char *f = pkg->cflags.v[i];
		if (strncmp(f, "-march=", 7) != 0)
			continue;
		l.rank = level_of(f + 7);
		l.any = l.rank == 0;
	}
	if (level_of(own) > l.rank)
		l.rank = level_of(own);
	return l;
}

bool amd64_has_vzeroupper(const struct level *l)
{
	return l->any || has_flag(l, "-mavx");
}

const char *amd64_missing_level(struct arena *a, const struct level *l, const ZydisDecodedInstruction *i,
                                const char **hint)
{
	const char *name = ZydisISASetGetString(i->meta.isa_set);
	const struct amd64_set *set = amd64_set_find(i->meta.isa_set);
	if (!set || !set->flags) {
		*hint = amd64_unknown_hint;
		return arena_printf(a, "no CPU level (%s)", name);
	}
	// compilers write tzcnt as a faster bsf, which older processors read it as
	if (l->any || i->mnemonic == ZYDIS_MNEMONIC_TZCNT)
		return NULL;
	int level = BASE;
	const char *missing = "", *features = "";
	char word[MAX_FLAG];
	for (const char *list = set->flags; next_flag(&list, word);) {
		if (has_flag(l, word))
			continue;
		level = level_with(word) > level ? level_with(word) : level;
		features = arena_printf(a, "%s+%s", features, word + strlen("-m"));
		missing = arena_printf(a, "%s%s%s", missing, *missing ? " " : "", word);
	}
	if (!*missing)
		return NULL;
	if (level == NO_LEVEL) {
		*hint = arena_printf(a, "declare that the package needs it: //nearcall:cflags %s, or //nearcall:cpu x86-64-v%d%s",
		                     missing, l->rank, features);
		return arena_printf(a, "%s (%s)", name, missing);
	}
	*hint = arena_printf(a, "declare the level that has it, //nearcall:cpu x86-64-v%d, "
	                     "or it alone, //nearcall:cflags %s", level, missing);
	return arena_printf(a, "x86-64-v%d (%s)", level, name);
}
