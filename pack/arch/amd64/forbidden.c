#include "arch/amd64/forbidden.h"

#include <string.h>

const char inspect_flow_hint[] =
	"nearcall follows what clang, gcc and rustc emit; hand-written assembly must keep to that";

void walk_problem_add(struct walk *w, uint64_t addr, const char *what, const char *hint)
{
	for (size_t i = 0; i < w->problems.n; i++)
		if (strcmp(w->problems.v[i].what, what) == 0)
			return; // one complaint of a kind per function
	VEC_PUSH(w->arena, &w->problems, (struct walk_problem){addr, what, hint});
}

// What a goroutine's stack or Go's runtime does not allow.
static const char compute_hint[] = "a near call computes; leave the rest to Go";
static const char state_hint[] = "Go relies on this processor state, and no proof follows its restoration";

static const struct {
	ZydisMnemonic mnemonic;
	const char *what, *hint;
} forbidden[] = {
	{ZYDIS_MNEMONIC_SYSCALL, "makes a system call", compute_hint},
	{ZYDIS_MNEMONIC_SYSENTER, "makes a system call", compute_hint},
	{ZYDIS_MNEMONIC_INT, "raises a software interrupt", compute_hint},
	{ZYDIS_MNEMONIC_INTO, "raises a software interrupt", compute_hint},
	{ZYDIS_MNEMONIC_HLT, "uses a privileged instruction (hlt)", compute_hint},
	{ZYDIS_MNEMONIC_CLI, "uses a privileged instruction (cli)", compute_hint},
	{ZYDIS_MNEMONIC_STI, "uses a privileged instruction (sti)", compute_hint},
	{ZYDIS_MNEMONIC_XSETBV, "uses a privileged instruction (xsetbv)", compute_hint},
	{ZYDIS_MNEMONIC_WRMSR, "uses a privileged instruction (wrmsr)", compute_hint},
	{ZYDIS_MNEMONIC_RDMSR, "uses a privileged instruction (rdmsr)", compute_hint},
	{ZYDIS_MNEMONIC_IRETQ, "uses a privileged instruction (iret)", compute_hint},
	{ZYDIS_MNEMONIC_ENTER, "uses the enter instruction", inspect_flow_hint},
	{ZYDIS_MNEMONIC_WRFSBASE, "writes the FS base", state_hint},
	{ZYDIS_MNEMONIC_WRGSBASE, "writes the GS base", state_hint},
	{ZYDIS_MNEMONIC_LDMXCSR, "changes the floating-point mode (MXCSR)", state_hint},
	{ZYDIS_MNEMONIC_VLDMXCSR, "changes the floating-point mode (MXCSR)", state_hint},
	{ZYDIS_MNEMONIC_FLDCW, "changes the x87 control word", state_hint},
	{ZYDIS_MNEMONIC_FLDENV, "changes the x87 control word", state_hint},
	{ZYDIS_MNEMONIC_FNINIT, "changes the x87 control word", state_hint},
	{ZYDIS_MNEMONIC_FRSTOR, "changes the x87 control word", state_hint},
	{ZYDIS_MNEMONIC_FXRSTOR, "restores saved processor state", state_hint},
	{ZYDIS_MNEMONIC_FXRSTOR64, "restores saved processor state", state_hint},
	{ZYDIS_MNEMONIC_XRSTOR, "restores saved processor state", state_hint},
	{ZYDIS_MNEMONIC_XRSTOR64, "restores saved processor state", state_hint},
};

static bool uses_segment(const struct insn *in)
{
	for (int k = 0; k < in->i.operand_count; k++) {
		const ZydisDecodedOperand *op = &in->op[k];
		if (op->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		    (op->mem.segment == ZYDIS_REGISTER_FS || op->mem.segment == ZYDIS_REGISTER_GS))
			return true;
		if (op->type == ZYDIS_OPERAND_TYPE_REGISTER && op->visibility != ZYDIS_OPERAND_VISIBILITY_HIDDEN &&
		    (op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) && ZydisRegisterGetClass(op->reg.value) == ZYDIS_REGCLASS_SEGMENT)
			return true;
	}
	return false;
}

static void check_allowed(struct walk *w, const struct insn *in)
{
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (in->i.mnemonic == forbidden[i].mnemonic)
			walk_problem_add(w, in->addr, forbidden[i].what, forbidden[i].hint);
	if (uses_segment(in))
		walk_problem_add(w, in->addr, "uses thread-local storage (an FS or GS segment)",
		        "compile with -fno-stack-protector and without thread-local variables: Go keeps its own state there");
	const char *missing = w->isa ? isa_missing(w->arena, w->isa, &in->i) : NULL;
	if (missing)
		walk_problem_add(w, in->addr, arena_printf(w->arena, "uses an instruction of %s", missing),
		        "declare the level the package needs: //nearcall:cflags -march=x86-64-v3, or a flag such as -mavx2");
}

// Aligned loads and stores.
bool inspect_wants_alignment(const struct insn *in, const ZydisDecodedOperand *op)
{
	if (op->type != ZYDIS_OPERAND_TYPE_MEMORY || op->size < 128)
		return false;
	switch (in->i.mnemonic) {
	case ZYDIS_MNEMONIC_MOVUPS:
	case ZYDIS_MNEMONIC_MOVUPD:
	case ZYDIS_MNEMONIC_MOVDQU:
	case ZYDIS_MNEMONIC_LDDQU:
	case ZYDIS_MNEMONIC_LEA:
		return false;
	case ZYDIS_MNEMONIC_VMOVAPS:
	case ZYDIS_MNEMONIC_VMOVAPD:
	case ZYDIS_MNEMONIC_VMOVDQA:
	case ZYDIS_MNEMONIC_VMOVNTDQ:
	case ZYDIS_MNEMONIC_VMOVNTPS:
	case ZYDIS_MNEMONIC_VMOVNTPD:
		return true;
	default:
		return in->i.encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY;
	}
}

static void note_facts(struct walk *w, const struct insn *in)
{
	for (int k = 0; k < in->i.operand_count; k++) {
		const ZydisDecodedOperand *op = &in->op[k];
		if (op->type != ZYDIS_OPERAND_TYPE_REGISTER || !(op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
			continue;
		ZydisRegister full = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, op->reg.value);
		w->uses_x15 |= full == ZYDIS_REGISTER_ZMM15;
	}
}

void inspect_instruction(struct walk *w, const struct insn *in)
{
	check_allowed(w, in);
	note_facts(w, in);
}
