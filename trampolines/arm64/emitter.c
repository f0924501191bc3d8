// emitter.c - what Go assembly for arm64 has of its own.
//
// A shallow text is NOSPLIT. A deep one only has no frame: then cmd/asm makes no
// check of the stack for it, and Go's linker leaves it out of the sum of what functions use that
// check none. Its callers call it as it is; the entry has reserved its stack.
#include "trampolines/arm64/emitter.h"

#include "arch/arm64/decode.h"
#include "arch/arm64/encode.h"
#include "trampolines/arm64/abi0.h"
#include "trampolines/arm64/disasm.h"
#include "trampolines/arm64/levels.h"

static const struct asm_directive directives[] = {{8, "DWORD"}, {4, "WORD"}, {0, NULL}};
static const char *const detection_imports[] = {"runtime", "syscall", NULL};
static const uint8_t brk[] = {0x00, 0x00, 0x20, 0xd4};

static void text_head(struct asmtext *t, const struct text *text)
{
	asm_text(t, "TEXT \302\267%s<>(SB), %s, $0-0\n", text->name, text->deep ? "NOFRAME" : "NOSPLIT|NOFRAME");
	asm_op(t, "NO_LOCAL_POINTERS", "%s", "");
}

static int instruction(struct asmtext *t, const struct op *op, const char *place)
{
	const char *dead = op->live ? NULL : "not run: for the unwinder";
	long long n = op->stack.adjust;
	switch (op->kind) {
	case OP_ADJUST:
		asm_data(t, n < 0 ? "ADD" : "SUB", arena_printf(t->out->arena, "$%lld, RSP, RSP", n < 0 ? -n : n), dead);
		return 1;
	case OP_CALL:
		asm_op(t, "BL", "%s", place);
		return 1;
	case OP_JUMP:
		asm_op(t, "JMP", "%s", place);
		return 1;
	case OP_ADDRESS:
		asm_op(t, "MOVD", "$%s, R%d", place, op->reg);
		return 1;
	default:
		return 0;
	}
}

// The address of data, which has room for two instructions.
static bool spell(struct arena *a, const uint8_t *p, size_t n, const char *place, struct spelling *out)
{
	struct insn in;
	if (n != 2 * ARM64_BYTES || !arm64_decode(p, n, 0, &in) || in.kind != INSN_ADDRESS || in.to.kind != OPERAND_REGISTER)
		return false;
	*out = (struct spelling){.op = "MOVD", .operands = arena_printf(a, "$%s, R%d", place, in.to.reg), .address = true};
	return true;
}

static void jump(const struct op *op, uint8_t *bytes)
{
	enum { B = 0x14000000 };
	uint32_t word = A64_TRAP;
	a64_refer(B, (int64_t)(op->ref.to - op->at), &word);
	a64_write(bytes, word);
}

static void address(struct asmtext *t, const char *symbol, int reg)
{
	asm_op(t, "MOVD", "$%s(SB), R%d", symbol, reg);
}

// No entry from Go's registers yet: that Go's registers and C's are the same ones, and in the same order, is
// what makes it worth while, and it wants Go's spill slots and R26 minded.
static const char *plan_registers(struct arena *a, const struct trampoline *tr, struct register_plan *out)
{
	(void)a;
	(void)tr;
	(void)out;
	return "arm64 has entries with arguments in memory only";
}

// g is in a register, and its stackguard0 where cmd/internal/obj/arm64 has it
// hard-wired for the check of each Go function.
enum { STACK_GUARD = 16 };

static void guard(struct asmtext *t, bool known)
{
	asm_text(t, "TEXT " GUARD_SYMBOL "(SB), NOSPLIT|NOFRAME, $0-0\n");
	if (known)
		asm_op(t, "ADD", "$%d, g, R16", STACK_GUARD);
	else
		asm_op(t, "MOVD", "$nearcallNever<>(SB), R16");
	asm_op(t, "RET", "%s", "");
}

const struct emitter emitter_arm64 = {
	.arch = "arm64",
	.directives = directives,
	.trap = {brk, sizeof brk},
	.disassemble = arm64_disassemble,
	.text_head = text_head,
	.instruction = instruction,
	.spell = spell,
	.jump = jump,
	.address = address,
	.reframe = arm64_reframe,
	.stack_entry = arm64_stack_entry,
	.plan_registers = plan_registers,
	.detection_imports = detection_imports,
	.levels = arm64_levels_assembly,
	.detection = arm64_levels_go,
	.guard = guard,
};
