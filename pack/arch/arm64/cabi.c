// cabi.c - what a call needs of registers and stack. Of what the ABI leaves open
// gcc and clang agree on all that can be bound.
#include "arch/arm64/cabi.h"

#include "arch/arm64/caapcs.h"

#include <string.h>

static regset general_registers(const struct aapcs_place *p)
{
	return p->where == AAPCS_GENERAL ? (((regset)1 << p->n) - 1) << p->reg : 0;
}

struct abi_call arm64_abi_call(struct arena *a, const struct call *call)
{
	const struct ctype **types = arena_alloc(a, (call->args.n + 1) * sizeof *types);
	for (size_t i = 0; i < call->args.n; i++)
		types[i] = call->args.v[i].type;
	struct aapcs_call c = aapcs_assign(a, types, call->args.n, call->result);
	int *places = arena_alloc(a, (call->args.n + 1) * sizeof *places);
	struct abi_call out = {
		.stack_bytes = c.stack_bytes, .dwarf_places = places,
		.exact_places = strncmp(call->c->producer, "GNU ", 4) == 0,
		.registers = c.result.by_reference ? general_registers(&c.result) : 0,
		.results = c.result.by_reference ? 0 : general_registers(&c.result),
	};
	for (size_t i = 0; i < c.nargs; i++) {
		places[i] = aapcs_dwarf_register(&c.args[i]);
		out.registers |= general_registers(&c.args[i]);
	}
	return out;
}
