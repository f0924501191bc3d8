// tailcall.c - a body in a trampoline that leaves C's code for another function.
//
// C jumps there, for the callee may return to C's caller. A trampoline has the
// result to store, so it calls, as those without a body do: with Go's frame pointer
// saved, and with a stack pointer that is a multiple of 16.
#include "arch/amd64/tailcall.h"

#include "arch/amd64/decode.h"
#include "arch/amd64/goasm.h"

#include <string.h>

enum { WORD = 8, CALL = 5, SHORT_SUM = 4 }; // bytes

struct writer {
	struct arena *a;
	const struct op *jump;
	struct ops *out;
	int64_t pushed; // bytes, since the jump
};

static void add(struct writer *w, struct op op, const char *bytes)
{
	op.addr = w->jump->addr; // the line of C, and where those come that came to the jump
	op.live = true;
	op.stack.depth = w->jump->stack.depth + w->pushed;
	op.stack.moves = op.stack.adjust;
	op.bytes = arena_alloc(w->a, op.length);
	memcpy(op.bytes, bytes, op.length);
	w->pushed += op.stack.adjust;
	VEC_PUSH(w->a, w->out, op);
}

static void add_bytes(struct writer *w, uint8_t n, const char *bytes)
{
	add(w, (struct op){.kind = OP_BYTES, .length = n, .ref.constant = NOTHING}, bytes);
}

static void add_sum(struct writer *w, int64_t n, const char *bytes)
{
	add(w, (struct op){.kind = OP_ADJUST, .length = SHORT_SUM, .stack.adjust = n, .ref.constant = NOTHING}, bytes);
}

static void add_call(struct writer *w)
{
	struct op call = {.kind = OP_CALL, .length = CALL, .flow = {.call = true, .falls = true},
	                  .ref = {.to = w->jump->ref.to, .constant = NOTHING}};
	add(w, call, "\xe8\0\0\0\0");
}

void amd64_call_instead(struct arena *a, const struct op *jump, bool align, struct ops *out)
{
	struct writer w = {a, jump, out, 0};
	add(&w, (struct op){.kind = OP_PUSH, .length = AMD64_PUSH, .reg = RBP, .stack.adjust = WORD, .ref.constant = NOTHING}, "\x55");
	add_bytes(&w, 3, "\x48\x89\xe5"); // mov rbp, rsp
	if (align) {
		add_bytes(&w, 4, "\x40\xf6\xc4\x08"); // test spl, 8: no register changes that may hold an argument
		add_bytes(&w, 2, "\x75\x07"); // jnz, over the call and the jump
		add_call(&w);
		add_bytes(&w, 2, "\xeb\x0d"); // jmp, over the call and the sums
		add_sum(&w, WORD, "\x48\x83\xec\x08");
		add_call(&w);
		add_sum(&w, -WORD, "\x48\x83\xc4\x08");
	} else {
		add_call(&w);
	}
	add(&w, (struct op){.kind = OP_POP, .length = AMD64_PUSH, .reg = RBP, .stack.adjust = -WORD, .ref.constant = NOTHING}, "\x5d");
}
