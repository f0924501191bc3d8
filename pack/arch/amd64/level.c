#include "arch/amd64/level.h"

#include <string.h>

enum { BASE = 1, NO_LEVEL = 9 };

// Zydis's names of the sets, the longest prefix first, with the level that
// has them (psABI AMD64, table 3.1) and the flag that adds them alone.
static const struct {
	const char *set;
	int level;
	const char *flag;
} sets[] = {
	{"SSE3", 2, "-msse3"},          {"SSSE3", 2, "-mssse3"},       {"SSE4A", NO_LEVEL, "-msse4a"},
	{"SSE42", 2, "-msse4.2"},       {"SSE4", 2, "-msse4.1"},       {"POPCNT", 2, "-mpopcnt"},
	{"CMPXCHG16B", 2, "-mcx16"},    {"LAHF", 2, "-msahf"},         {"AVX_GFNI", NO_LEVEL, "-mgfni"},
	{"AVX_VNNI", NO_LEVEL, "-mavxvnni"}, {"AVXAES", NO_LEVEL, "-maes"}, {"AVX2", 3, "-mavx2"},
	{"AVX512F", 4, "-mavx512f"},    {"AVX512BW", 4, "-mavx512bw"}, {"AVX512CD", 4, "-mavx512cd"},
	{"AVX512DQ", 4, "-mavx512dq"},  {"AVX512_IFMA", NO_LEVEL, "-mavx512ifma"},
	{"AVX512_VBMI2", NO_LEVEL, "-mavx512vbmi2"}, {"AVX512_VBMI", NO_LEVEL, "-mavx512vbmi"},
	{"AVX512_VNNI", NO_LEVEL, "-mavx512vnni"}, {"AVX512_BITALG", NO_LEVEL, "-mavx512bitalg"},
	{"AVX512_VPOPCNTDQ", NO_LEVEL, "-mavx512vpopcntdq"}, {"AVX512_BF16", NO_LEVEL, "-mavx512bf16"},
	{"AVX512_FP16", NO_LEVEL, "-mavx512fp16"}, {"AVX512_GFNI", NO_LEVEL, "-mgfni"},
	{"AVX512_VAES", NO_LEVEL, "-mvaes"}, {"AVX512_VPCLMULQDQ", NO_LEVEL, "-mvpclmulqdq"},
	{"AVX512", NO_LEVEL, "-march="}, {"AVX", 3, "-mavx"},          {"BMI1", 3, "-mbmi"},
	{"BMI2", 3, "-mbmi2"},          {"F16C", 3, "-mf16c"},         {"FMA4", NO_LEVEL, "-mfma4"},
	{"FMA", 3, "-mfma"},            {"LZCNT", 3, "-mlzcnt"},       {"MOVBE", 3, "-mmovbe"},
	{"AES", NO_LEVEL, "-maes"},     {"PCLMULQDQ", NO_LEVEL, "-mpclmul"}, {"SHA", NO_LEVEL, "-msha"},
	{"ADOX_ADCX", NO_LEVEL, "-madx"}, {"GFNI", NO_LEVEL, "-mgfni"}, {"VAES", NO_LEVEL, "-mvaes"},
	{"VPCLMULQDQ", NO_LEVEL, "-mvpclmulqdq"}, {"RDRAND", NO_LEVEL, "-mrdrnd"}, {"RDSEED", NO_LEVEL, "-mrdseed"},
	{"XOP", NO_LEVEL, "-mxop"},     {"TBM", NO_LEVEL, "-mtbm"},    {"MOVDIR", NO_LEVEL, "-mmovdiri"},
	{"CLFLUSHOPT", NO_LEVEL, "-mclflushopt"}, {"CLWB", NO_LEVEL, "-mclwb"}, {"AMX", NO_LEVEL, "-mamx-tile"},
};

// What a flag brings with it: the ladder below it, as a level.
static const struct {
	const char *flag_prefix;
	int floor;
} ladders[] = {
	{"-mavx512", 3}, {"-mavx", 2}, {"-mfma", 2}, {"-mf16c", 2}, {"-mvaes", 3}, {"-mvpclmulqdq", 3},
	{"-msse4", 2},   {"-msse3", 2}, {"-mssse3", 2}, {"-maes", 1}, {"-mbmi", 1},
};

static int level_of(const char *name)
{
	if (strcmp(name, "x86-64") == 0)
		return BASE;
	if (strncmp(name, "x86-64-v", 8) == 0 && name[8] >= '1' && name[8] <= '4' && !name[9])
		return name[8] - '0';
	return 0;
}

struct isa isa_declared(const struct gopkg *pkg)
{
	struct isa isa = {.level = BASE, .pkg = pkg};
	if (pkg->cpu.n == 1)
		isa.level = level_of(pkg->cpu.v[0].path);
	for (size_t i = 0; i < pkg->cflags.n; i++) {
		const char *f = pkg->cflags.v[i];
		if (strncmp(f, "-march=", 7) != 0)
			continue;
		isa.level = level_of(f + 7);
		isa.any = isa.level == 0;
	}
	for (size_t i = 0; i < pkg->cflags.n; i++)
		for (size_t j = 0; j < sizeof ladders / sizeof *ladders; j++)
			if (strncmp(pkg->cflags.v[i], ladders[j].flag_prefix, strlen(ladders[j].flag_prefix)) == 0 &&
			    isa.level < ladders[j].floor)
				isa.level = ladders[j].floor;
	return isa;
}

static bool has_flag(const struct gopkg *pkg, const char *flag)
{
	for (size_t i = 0; i < pkg->cflags.n; i++) {
		const char *f = pkg->cflags.v[i];
		if (strcmp(f, flag) == 0)
			return true;
		// every AVX set stands on AVX itself
		bool avx = strncmp(f, "-mavx", 5) == 0 || strcmp(f, "-mfma") == 0 || strcmp(f, "-mf16c") == 0 ||
		           strcmp(f, "-mvaes") == 0;
		if (avx && strcmp(flag, "-mavx") == 0)
			return true;
		if (strncmp(f, "-mavx512", 8) == 0 && strcmp(flag, "-mavx512f") == 0)
			return true;
	}
	return false;
}

const char *isa_missing(struct arena *a, const struct isa *isa, const ZydisDecodedInstruction *i)
{
	const char *set = ZydisISASetGetString(i->meta.isa_set);
	// compilers write tzcnt as a faster bsf, which older processors read it as
	if (isa->any || !set || i->mnemonic == ZYDIS_MNEMONIC_TZCNT)
		return NULL;
	for (size_t k = 0; k < sizeof sets / sizeof *sets; k++) {
		if (strncmp(set, sets[k].set, strlen(sets[k].set)) != 0)
			continue;
		if (isa->level >= sets[k].level || has_flag(isa->pkg, sets[k].flag))
			return NULL;
		if (sets[k].level == NO_LEVEL)
			return arena_printf(a, "%s (%s)", set, sets[k].flag);
		return arena_printf(a, "x86-64-v%d (%s)", sets[k].level, set);
	}
	return NULL;
}
