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

static const char detection[] =
"type nearcallFeature struct {\n"
"\tname string // as GODEBUG has it, behind \"cpu.\"\n"
"\tbits uint64 // of AT_HWCAP\n"
"}\n"
"\n"
"// nearcallUse makes all calls take the level of that name, and tells whether this\n"
"// machine has it: if not, nothing changes. It is for tests; nearcallUseBest goes back.\n"
"func nearcallUse(level string) bool {\n"
"\tfor i := range nearcallLevels {\n"
"\t\tif nearcallLevels[i].name == level && nearcallHas(i) {\n"
"\t\t\tnearcallSetLevel(uint8(i))\n"
"\t\t\treturn true\n"
"\t\t}\n"
"\t}\n"
"\treturn false\n"
"}\n"
"\n"
"// nearcallUseBest makes all calls take the highest level that this machine has.\n"
"func nearcallUseBest() string {\n"
"\ti := len(nearcallLevels) - 1\n"
"\tfor i > 0 && !nearcallHas(i) {\n"
"\t\ti--\n"
"\t}\n"
"\tnearcallSetLevel(uint8(i))\n"
"\treturn nearcallLevels[i].name\n"
"}\n"
"\n"
"func nearcallHas(level int) bool {\n"
"\tdebug, _ := syscall.Getenv(\"GODEBUG\")\n"
"\tfor _, f := range nearcallLevels[level].needs {\n"
"\t\tif nearcallHardware()&f.bits != f.bits || nearcallTurnedOff(debug, f.name) {\n"
"\t\t\treturn false\n"
"\t\t}\n"
"\t}\n"
"\treturn true\n"
"}\n"
"\n"
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
"\n"
"// nearcallTurnedOff reads GODEBUG as the runtime does: of several settings the last one counts.\n"
"func nearcallTurnedOff(debug, name string) bool {\n"
"\toff := false\n"
"\tfor len(debug) > 0 {\n"
"\t\tn := 0\n"
"\t\tfor n < len(debug) && debug[n] != ',' {\n"
"\t\t\tn++\n"
"\t\t}\n"
"\t\tswitch debug[:n] {\n"
"\t\tcase \"cpu.all=off\", \"cpu.\" + name + \"=off\":\n"
"\t\t\toff = true\n"
"\t\tcase \"cpu.all=on\", \"cpu.\" + name + \"=on\":\n"
"\t\t\toff = false\n"
"\t\t}\n"
"\t\tif n < len(debug) {\n"
"\t\t\tn++\n"
"\t\t}\n"
"\t\tdebug = debug[n:]\n"
"\t}\n"
"\treturn off\n"
"}\n"
"\n"
"func nearcallSetLevel(level uint8)\n";

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
	buf_printf(out, "\n// nearcallLevels are those of the CPU that the C functions were compiled for, the lowest first.\n"
	                "// Calls take the highest that the machine has; the lowest, before this package's variables\n"
	                "// are initialised.\n"
	                "var nearcallLevels = [...]struct {\n\tname  string\n\tneeds []nearcallFeature\n}{\n");
	for (size_t i = 0; i < n; i++)
		write_level(out, levels[i]);
	buf_printf(out, "}\n\nvar _ = nearcallUseBest()\n\n%s", detection);
}
