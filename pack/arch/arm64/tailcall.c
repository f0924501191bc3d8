// tailcall.c - a body in a trampoline that leaves C's code for another function.
//
// C jumps there, for the callee may return to C's caller. A trampoline has the
// result to store, so it calls, as those without a body do: with the return address
// to Go at the stack pointer.
#include "arch/arm64/tailcall.h"

#include "arch/arm64/decode.h"
#include "arch/arm64/encode.h"

enum { FRAME = 16 }; // bytes

struct writer {
	struct arena *a;
	const struct op *jump;
	struct ops *out;
	int64_t pushed; // bytes, since the jump
};

static void add(struct writer *w, struct op op, uint32_t word)
{
	op.addr = w->jump->addr; // the line of C, and where those come that came to the jump
	op.live = true;
	op.length = ARM64_BYTES;
	op.stack.depth = w->jump->stack.depth + w->pushed;
	op.stack.moves = op.stack.adjust;
	op.bytes = arena_alloc(w->a, ARM64_BYTES);
	a64_write(op.bytes, word);
	w->pushed += op.stack.adjust;
	VEC_PUSH(w->a, w->out, op);
}

void arm64_call_instead(struct arena *a, const struct op *jump, bool align, struct ops *out)
{
	struct writer w = {a, jump, out, 0};
	const struct op bytes = {.kind = OP_BYTES, .ref.constant = NOTHING};
	const struct op call = {.kind = OP_CALL, .flow = {.call = true, .falls = true},
	                        .ref = {.to = jump->ref.to, .constant = NOTHING}};
	(void)align; // the stack pointer always is
	add(&w, bytes, 0xf81f03fe); // str x30, [sp, #-16]
	add(&w, (struct op){.kind = OP_ADJUST, .stack.adjust = FRAME, .ref.constant = NOTHING}, 0xd10043ff);
	add(&w, call, 0x94000000);
	add(&w, bytes, 0xf94003fe); // ldr x30, [sp]
	add(&w, (struct op){.kind = OP_ADJUST, .stack.adjust = -FRAME, .ref.constant = NOTHING}, 0x910043ff);
}
