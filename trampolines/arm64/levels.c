// levels.c - which level of the CPU calls take, as Go and Go assembly.
//
// One byte holds the index of the level. It is 0, the lowest level, until the
// package's variables are initialised; then the generated Go code asks what the machine
// has, and heeds GODEBUG=cpu.NAME=off as Go's own packages do. Programs may not ask the
// processor itself: Linux tells what it has in the auxiliary vector (/proc/self/auxv), and
// what runs macOS on arm64 has all the features that a level can name. Elsewhere, and
// where /proc is not there, calls take the lowest level.
#include "trampolines/arm64/levels.h"

#include "arch/arm64/level.h"
#include "trampolines/detection.h"
#include "trampolines/trampoline.h"

void arm64_levels_assembly(struct asmtext *t)
{
	asm_text(t, "\nGLOBL " LEVEL_SYMBOL "(SB), NOPTR, $1\n");
	asm_text(t, "\n// func nearcallSetLevel(level uint8)\n");
	asm_text(t, "TEXT \302\267nearcallSetLevel(SB), NOSPLIT, $0-1\n");
	asm_op(t, "MOVBU", "level+0(FP), R0");
	asm_op(t, "MOVB", "R0, " LEVEL_SYMBOL "(SB)");
	asm_op(t, "RET", "%s", "");
}

// A feature that a level can name, what GODEBUG calls it, and its bits in AT_HWCAP
// (Linux, arch/arm64/include/uapi/asm/hwcap.h).
static const struct {
	const char *feature, *godebug, *bits;
} features[] = {
	{"crc", "crc32", "1 << 7"},
	{"aes", "aes", "1<<3 | 1<<4"},
	{"sha2", "sha2", "1<<5 | 1<<6"},
	{"sha3", "sha3", "1<<17 | 1<<21"},
	{"dotprod", "dotprod", "1 << 20"},
	{"lse", "atomics", "1 << 8"},
};

static const char feature[] =
"type nearcallFeature struct {\n"
"\tname string // as GODEBUG has it, behind \"cpu.\"\n"
"\tbits uint64 // of AT_HWCAP\n"
"}\n";

static const char asks[] =
"// nearcallHardware is Linux's AT_HWCAP. What runs macOS has all that a level can name.\n"
"func nearcallHardware() uint64 {\n"
"\tconst hwcap, pair = 16, 16\n"
"\tvar vector [2048]byte\n"
"\tif runtime.GOOS == \"darwin\" {\n"
"\t\treturn ^uint64(0)\n"
"\t}\n"
"\tfile, err := syscall.Open(\"/proc/self/auxv\", syscall.O_RDONLY, 0)\n"
"\tif err != nil || runtime.GOOS != \"linux\" && runtime.GOOS != \"android\" {\n"
"\t\treturn 0\n"
"\t}\n"
"\tdefer syscall.Close(file)\n"
"\tn, _ := syscall.Read(file, vector[:])\n"
"\tfor i := 0; i+pair <= n; i += pair {\n"
"\t\tif nearcallWord(vector[i:]) == hwcap {\n"
"\t\t\treturn nearcallWord(vector[i+pair/2:])\n"
"\t\t}\n"
"\t}\n"
"\treturn 0\n"
"}\n"
"\n"
"func nearcallWord(b []byte) uint64 {\n"
"\tvar n uint64\n"
"\tfor i := 7; i >= 0; i-- {\n"
"\t\tn = n<<8 | uint64(b[i])\n"
"\t}\n"
"\treturn n\n"
"}\n"
"\n";

static void write_level(struct buf *out, const char *level)
{
	bool any = false;
	buf_printf(out, "\t{\"%s\", ", level);
	for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
		if (!arm64_level_has(level, features[i].feature))
			continue;
		buf_printf(out, "%s\t\t{\"%s\", %s},\n", any ? "" : "[]nearcallFeature{\n", features[i].godebug, features[i].bits);
		any = true;
	}
	buf_printf(out, any ? "\t}},\n" : "nil},\n");
}

void arm64_levels_go(struct buf *out, const char *const *levels, size_t n)
{
	const struct detection d = {feature, "nearcallHardware()&f.bits != f.bits", asks, "", write_level};
	detection_write(out, &d, levels, n);
}
