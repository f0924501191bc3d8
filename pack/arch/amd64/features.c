// features.c - the features of the processor that levels are made of.
#include "arch/amd64/features.h"

#include "arch/amd64/level.h"

#include <string.h>

enum { EAX, EBX, ECX, YMM = 0x06, ZMM = 0xe6, EXTENDED = 0x80000001 };

static const struct amd64_feature features[] = {
	{"sse3", "sse3", 1, 0, ECX, 0, 0},
	{"ssse3", "ssse3", 1, 0, ECX, 9, 0},
	{"cx16", "cx16", 1, 0, ECX, 13, 0},
	{"sse4.1", "sse41", 1, 0, ECX, 19, 0},
	{"sse4.2", "sse42", 1, 0, ECX, 20, 0},
	{"popcnt", "popcnt", 1, 0, ECX, 23, 0},
	{"sahf", "sahf", EXTENDED, 0, ECX, 0, 0},
	{"avx", "avx", 1, 0, ECX, 28, YMM},
	{"avx2", "avx2", 7, 0, EBX, 5, YMM},
	{"bmi", "bmi1", 7, 0, EBX, 3, 0},
	{"bmi2", "bmi2", 7, 0, EBX, 8, 0},
	{"f16c", "f16c", 1, 0, ECX, 29, YMM},
	{"fma", "fma", 1, 0, ECX, 12, YMM},
	{"lzcnt", "lzcnt", EXTENDED, 0, ECX, 5, 0},
	{"movbe", "movbe", 1, 0, ECX, 22, 0},
	{"avx512f", "avx512f", 7, 0, EBX, 16, ZMM},
	{"avx512bw", "avx512bw", 7, 0, EBX, 30, ZMM},
	{"avx512cd", "avx512cd", 7, 0, EBX, 28, ZMM},
	{"avx512dq", "avx512dq", 7, 0, EBX, 17, ZMM},
	{"avx512vl", "avx512vl", 7, 0, EBX, 31, ZMM},
	{"aes", "aes", 1, 0, ECX, 25, 0},
	{"pclmul", "pclmulqdq", 1, 0, ECX, 1, 0},
	{"sha", "sha", 7, 0, EBX, 29, 0},
	{"adx", "adx", 7, 0, EBX, 19, 0},
	{"gfni", "gfni", 7, 0, ECX, 8, 0},
	{"vaes", "vaes", 7, 0, ECX, 9, YMM},
	{"vpclmulqdq", "vpclmulqdq", 7, 0, ECX, 10, YMM},
	{"avxvnni", "avxvnni", 7, 1, EAX, 4, YMM},
	{"avx512bf16", "avx512bf16", 7, 1, EAX, 5, ZMM},
	{"avx512bitalg", "avx512bitalg", 7, 0, ECX, 12, ZMM},
	{"avx512ifma", "avx512ifma", 7, 0, EBX, 21, ZMM},
	{"avx512vbmi", "avx512vbmi", 7, 0, ECX, 1, ZMM},
	{"avx512vbmi2", "avx512vbmi2", 7, 0, ECX, 6, ZMM},
	{"avx512vnni", "avx512vnni", 7, 0, ECX, 11, ZMM},
	{"avx512vpopcntdq", "avx512vpopcntdq", 7, 0, ECX, 14, ZMM},
};

struct amd64_features amd64_level_features(struct arena *a, const char *level)
{
	struct amd64_features out = {{0}};
	for (size_t i = 0; i < sizeof features / sizeof *features; i++)
		if (amd64_level_has(level, arena_printf(a, "-m%s", features[i].flag)))
			VEC_PUSH(a, &out.v, &features[i]);
	return out;
}

// What cmd/go passes to the assembler for GOAMD64; the lowest level is always given.
const char *amd64_level_macro(const char *level)
{
	static const struct {
		const char *level, *macro;
	} macros[] = {{"x86-64-v2", "GOAMD64_v2"}, {"x86-64-v3", "GOAMD64_v3"}, {"x86-64-v4", "GOAMD64_v4"}};
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		if (strcmp(level, macros[i].level) == 0)
			return macros[i].macro;
	return NULL;
}
