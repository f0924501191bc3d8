#include "arch/amd64/forbidden.h"
#include "arch/amd64/allowed.h"

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

static void check_allowed(struct walk *w, const struct insn *in)
{
	const char *what, *hint;
	if (!amd64_allowed(w->arena, &in->i, in->op, &what, &hint)) {
		walk_problem_add(w, in->addr, what, hint);
		return; // which processors have it does not matter any more
	}
	const char *missing = w->isa ? amd64_missing_level(w->arena, w->isa, &in->i, &hint) : NULL;
	if (missing)
		walk_problem_add(w, in->addr, arena_printf(w->arena, "uses an instruction of %s", missing), hint);
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
		w->uses_r14 |= full == ZYDIS_REGISTER_R14;
		w->uses_x15 |= full == ZYDIS_REGISTER_ZMM15;
	}
}

void inspect_instruction(struct walk *w, const struct insn *in)
{
	check_allowed(w, in);
	note_facts(w, in);
}
