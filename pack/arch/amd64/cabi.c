// cabi.c - what a call needs of registers and stack, and what of it the ABI
// leaves open, or compilers do differently.
#include "arch/amd64/cabi.h"

#include "arch/amd64/csysv.h"
#include "arch/amd64/decode.h"

#include <string.h>

static const uint8_t ints[SYSV_INT_REGS] = {RDI, RSI, RDX, RCX, R8, R9};

// The compilers that follow the ABI for an __int128 on the stack. LLVM does
// not: before 18 it splits it between the last register and the stack, and
// since then it takes that register away from the arguments behind it.
static bool int128_by_abi(const char *producer)
{
	return strncmp(producer, "GNU ", 4) == 0;
}

static void note_problem(struct arena *a, const struct call *call, const struct sysv_call *c,
                         const struct ctype *const *types, struct abi_call *out)
{
	bool disputed = call->result && sysv_disputed(call->result);
	for (size_t i = 0; i < c->nargs; i++)
		disputed |= sysv_disputed(types[i]);
	if (disputed) {
		out->what = "a struct whose first eight bytes are padding is passed differently by gcc and clang";
		out->hint = "pass a pointer to it";
	} else if (sysv_splits_int128(c, types) && !int128_by_abi(call->c->producer)) {
		out->what = arena_printf(a, "an __int128 beyond the registers is not passed as the ABI says by %s",
		                         *call->c->producer ? call->c->producer : "every compiler");
		out->hint = "put it among the first parameters, pass a pointer to it, or compile with gcc";
	}
}

struct abi_call amd64_abi_call(struct arena *a, const struct call *call)
{
	const struct ctype **types = arena_alloc(a, (call->args.n + 1) * sizeof *types);
	for (size_t i = 0; i < call->args.n; i++)
		types[i] = call->args.v[i].type;
	struct sysv_call c = sysv_assign(a, types, call->args.n, call->result);
	int *places = arena_alloc(a, (call->args.n + 1) * sizeof *places);
	struct abi_call out = {
		.stack_bytes = c.stack_bytes, .dwarf_places = places, .exact_places = int128_by_abi(call->c->producer)};
	if (c.hidden_pointer) {
		out.registers |= 1u << ints[0];
		out.results |= 1u << RAX;
	}
	for (size_t k = 0; k < c.result.eightbytes; k++)
		if (c.result.cls[k] != SYSV_SSE)
			out.results |= 1u << (out.results ? RDX : RAX);
	for (size_t i = 0; i < c.nargs; i++) {
		places[i] = sysv_dwarf_register(&c.args[i]);
		for (size_t k = 0; k < c.args[i].how.eightbytes && !c.args[i].on_stack; k++)
			if (c.args[i].how.cls[k] != SYSV_SSE)
				out.registers |= 1u << ints[c.args[i].reg[k]];
	}
	note_problem(a, call, &c, types, &out);
	return out;
}
