#include "trampolines/amd64/emitter.h"

#include "arch/amd64/goasm.h"
#include "trampolines/amd64/abi0.h"
#include "trampolines/amd64/disasm.h"
#include "trampolines/amd64/emit.h"
#include "trampolines/amd64/length.h"
#include "trampolines/amd64/levels.h"
#include "trampolines/amd64/regentry.h"
#include "trampolines/amd64/spell.h"

#include <string.h>

enum { LONG_JUMP = 5, LONG_CALL = 5, LONG_NOP = 3, LEAQ = 7 /* of an address */ }; // bytes

static const struct asm_directive directives[] = {{8, "QUAD"}, {4, "LONG"}, {2, "WORD"}, {1, "BYTE"}, {0, NULL}};
static const char *const detection_imports[] = {"syscall", NULL};
static const uint8_t int3[] = {0xcc};

static size_t disassemble_one(struct arena *a, const uint8_t *p, size_t n, uint64_t at, const char **text)
{
	struct disassembler d;
	disassembler_start(&d);
	return disassemble(a, &d, p, n, at, text);
}

// A deep text's body lies behind the prologue that cmd/asm makes for a frame: it
// is never run, and ADJSP takes its effect on the unwinder back. Before the body
// begins, at the next multiple of at least BODY_ALIGN bytes, there must be room
// for both: CMPQ (4) and JLS (6), PUSHQ (1), MOVQ (3), ADDQ (7), and the ADJSP.
enum { DEEP_FRAME = 128, SAVED_FRAME_POINTER = 8, PROLOGUE = 4 + 6 + 1 + 3 + 7, UNDO = 7 };
_Static_assert(PROLOGUE + UNDO <= BODY_ALIGN, "a body begins behind its prologue, and at the next alignment");

static void text_head(struct asmtext *t, const struct text *text)
{
	if (text->deep)
		asm_text(t, "TEXT \302\267%s<>(SB), 0, $%d-0\n", text->name, DEEP_FRAME);
	else
		asm_text(t, "TEXT \302\267%s<>(SB), NOSPLIT|NOFRAME, $0-0\n", text->name);
	asm_op(t, "NO_LOCAL_POINTERS", "%s", "");
	if (text->deep)
		asm_op(t, "ADJSP", "$-%d", DEEP_FRAME + SAVED_FRAME_POINTER);
}

// Where cmd/asm finds a shorter form than the compiler (it adds -0x80 rather
// than subtract 0x80), a nop makes up for it.
static int fill_adjust(struct asmtext *t, const struct op *op)
{
	uint8_t nops[16] = {0x0f, 0x1f, 0x00}, length = amd64_adjust_length(op->stack.adjust);
	if (length == op->length)
		return 0;
	if (op->length - length != LONG_NOP) // the compiler's instruction has prefixes
		memset(nops, 0x90, sizeof nops);
	asm_bytes(t, directives, nops, (size_t)(op->length - length), "nop");
	return 1;
}

static int instruction(struct asmtext *t, const struct op *op, const char *place)
{
	const char *dead = op->live ? NULL : "not run: for the unwinder";
	switch (op->kind) {
	case OP_PUSH:
	case OP_POP:
		asm_data(t, op->kind == OP_PUSH ? "PUSHQ" : "POPQ", emit_register(op->reg), dead);
		return 1;
	case OP_ADJUST:
		asm_data(t, "ADJSP", arena_printf(t->out->arena, "$%lld", (long long)op->stack.adjust), dead);
		return 1 + fill_adjust(t, op);
	case OP_CALL:
		if (op->length > LONG_CALL)
			asm_data(t, "BYTE", "$0x67", "addr32");
		asm_op(t, "CALL", "%s", place);
		return op->length > LONG_CALL ? 2 : 1;
	case OP_JUMP:
		asm_op(t, "JMP", "%s", place);
		return 1;
	case OP_ADDRESS:
		asm_op(t, "LEAQ", "%s, %s", place, emit_register(op->reg));
		return 1;
	default:
		return 0;
	}
}

static void jump(const struct op *op, uint8_t *bytes)
{
	uint64_t distance = op->ref.to - (op->at + op->length);
	bytes[0] = op->length == LONG_JUMP ? 0xe9 : 0xeb;
	for (int i = 1; i < op->length; i++)
		bytes[i] = (uint8_t)(distance >> 8 * (i - 1));
}

static void address(struct asmtext *t, const char *symbol, int reg)
{
	asm_op(t, "LEAQ", "%s(SB), %s", symbol, emit_register(reg));
}

// What stands around the body is written once more, to see how long it is.
static void surround(struct arena *a, const struct trampoline *tr, const struct register_plan *plan,
                     struct surroundings *out)
{
	struct buf front = {.arena = a}, behind = {.arena = a};
	struct asmtext f = {.out = &front}, b = {.out = &behind};
	if (plan) {
		regentry_front(&f, tr, plan);
		regentry_behind(&b, tr, plan);
	} else {
		abi0_front(&f, tr);
		abi0_behind(&b, tr);
	}
	asm_flush(&f);
	asm_flush(&b);
	*out = (struct surroundings){.ahead = length_of_front(front.len ? front.p : "")};
	out->ahead += tr->body->fused.constants.n ? LEAQ : 0;
	length_of_return(behind.p, out);
}

// g, and in it stackguard0, lie where cmd/internal/obj/x86 has them hard-wired for
// the check of each Go function.
enum { STACK_GUARD = 16 };

static void guard(struct asmtext *t, bool known)
{
	asm_text(t, "TEXT " GUARD_SYMBOL "(SB), NOSPLIT|NOFRAME, $0-0\n");
	if (known) {
		asm_op(t, "MOVQ", "(TLS), AX");
		asm_op(t, "ADDQ", "$%d, AX", STACK_GUARD);
	} else {
		asm_op(t, "LEAQ", "nearcallNever<>(SB), AX");
	}
	asm_op(t, "RET", "%s", "");
}

const struct emitter emitter_amd64 = {
	.arch = "amd64",
	.directives = directives,
	.trap = {int3, sizeof int3},
	.disassemble = disassemble_one,
	.text_head = text_head,
	.instruction = instruction,
	.spell = amd64_spell,
	.jump = jump,
	.address = address,
	.reframe = abi0_reframe,
	.stack_entry = abi0_entry,
	.plan_registers = regentry_plan,
	.register_entry = regentry_write,
	.register_value = regentry_value,
	.surround = surround,
	.detection_imports = detection_imports,
	.levels = levels_assembly,
	.detection = levels_go,
	.guard = guard,
};
