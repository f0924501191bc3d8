// levels.c - which level of the CPU calls take, as Go and Go assembly.
//
// One byte holds the index of the level. It is 0, the lowest level, until the
// package's variables are initialised; then the generated Go code asks CPUID, and
// XGETBV for what the operating system keeps, and heeds GODEBUG=cpu.NAME=off as
// Go's own packages do. The byte is file-local: in -dynlink modes cmd/asm would
// read a global one through the GOT.
#include "trampolines/amd64/levels.h"

#include "arch/amd64/features.h"
#include "trampolines/detection.h"
#include "trampolines/trampoline.h"

void levels_assembly(struct asmtext *t)
{
	asm_text(t, "\n// Go code that needs a level needs those below it as well.\n"
	            "#ifdef GOAMD64_v4\n#define GOAMD64_v3\n#endif\n"
	            "#ifdef GOAMD64_v3\n#define GOAMD64_v2\n#endif\n\n");
	asm_text(t, "GLOBL " LEVEL_SYMBOL "(SB), NOPTR, $1\n");
	asm_text(t, "\n// func nearcallSetLevel(level uint8)\n");
	asm_text(t, "TEXT \302\267nearcallSetLevel(SB), NOSPLIT, $0-1\n");
	asm_op(t, "MOVB", "level+0(FP), AX");
	asm_op(t, "MOVB", "AX, " LEVEL_SYMBOL "(SB)");
	asm_op(t, "RET", "%s", "");
	asm_text(t, "\n// func nearcallCPUID(leaf, sub uint32) (eax, ebx, ecx, edx uint32)\n");
	asm_text(t, "TEXT \302\267nearcallCPUID(SB), NOSPLIT, $0-24\n");
	asm_op(t, "MOVL", "leaf+0(FP), AX");
	asm_op(t, "MOVL", "sub+4(FP), CX");
	asm_op(t, "CPUID", "%s", "");
	asm_op(t, "MOVL", "AX, eax+8(FP)");
	asm_op(t, "MOVL", "BX, ebx+12(FP)");
	asm_op(t, "MOVL", "CX, ecx+16(FP)");
	asm_op(t, "MOVL", "DX, edx+20(FP)");
	asm_op(t, "RET", "%s", "");
	asm_text(t, "\n// func nearcallXCR0() uint32\n");
	asm_text(t, "TEXT \302\267nearcallXCR0(SB), NOSPLIT, $0-4\n");
	asm_op(t, "XORL", "CX, CX");
	asm_op(t, "XGETBV", "%s", "");
	asm_op(t, "MOVL", "AX, ret+0(FP)");
	asm_op(t, "RET", "%s", "");
}

static const char feature[] =
"type nearcallFeature struct {\n"
"\tname      string // as GODEBUG has it, behind \"cpu.\"\n"
"\tleaf, sub uint32 // of CPUID\n"
"\treg, bit  uint8  // of EAX, EBX, ECX\n"
"\txcr0      uint32 // what the operating system must keep\n"
"}\n";

static const char asks[] =
"func nearcallHasFeature(f nearcallFeature) bool {\n"
"\tconst osxsave = 1 << 27\n"
"\tmost, _, _, _ := nearcallCPUID(f.leaf&0x80000000, 0)\n"
"\tif most < f.leaf {\n"
"\t\treturn false\n"
"\t}\n"
"\tif f.sub > 0 {\n"
"\t\tif subs, _, _, _ := nearcallCPUID(f.leaf, 0); subs < f.sub {\n"
"\t\t\treturn false\n"
"\t\t}\n"
"\t}\n"
"\tif f.xcr0 != 0 {\n"
"\t\t_, _, c, _ := nearcallCPUID(1, 0)\n"
"\t\tif c&osxsave == 0 || nearcallXCR0()&f.xcr0 != f.xcr0 {\n"
"\t\t\treturn false\n"
"\t\t}\n"
"\t}\n"
"\ta, b, c, _ := nearcallCPUID(f.leaf, f.sub)\n"
"\treturn [...]uint32{a, b, c}[f.reg]>>f.bit&1 != 0\n"
"}\n"
"\n";

static const char declared[] =
"func nearcallCPUID(leaf, sub uint32) (eax, ebx, ecx, edx uint32)\n"
"func nearcallXCR0() uint32\n";

static void write_level(struct buf *out, const char *level)
{
	struct amd64_features f = amd64_level_features(out->arena, level);
	if (!f.v.n) {
		buf_printf(out, "\t{\"%s\", nil},\n", level);
		return;
	}
	buf_printf(out, "\t{\"%s\", []nearcallFeature{\n", level);
	for (size_t i = 0; i < f.v.n; i++) {
		const struct amd64_feature *one = f.v.v[i];
		buf_printf(out, "\t\t{\"%s\", 0x%x, %u, %u, %u, 0x%x},\n", one->godebug, one->leaf, one->sub, one->reg,
		           one->bit, one->xcr0);
	}
	buf_printf(out, "\t}},\n");
}

void levels_go(struct buf *out, const char *const *levels, size_t n)
{
	const struct detection d = {feature, "!nearcallHasFeature(f)", asks, declared, write_level};
	detection_write(out, &d, levels, n);
}
