#include "arch/arch.h"
#include "arch/arm64/caapcs.h"
struct abi_call tmp_abi_call(struct arena *a, const struct call *call);
struct go_call tmp_go_assign(struct arena *a, const struct gofunc *f);
struct abi_call tmp_abi_call(struct arena *a, const struct call *call)
{
	const struct ctype **types = arena_alloc(a, (call->args.n + 1) * sizeof *types);
	for (size_t i = 0; i < call->args.n; i++)
		types[i] = call->args.v[i].type;
	struct aapcs_call c = aapcs_assign(a, types, call->args.n, call->result);
	int *places = arena_alloc(a, (call->args.n + 1) * sizeof *places);
	struct abi_call out = {.stack_bytes = c.stack_bytes, .dwarf_places = places, .exact_places = true};
	if (c.result.by_reference)
		out.registers |= 1u << 8;
	for (size_t i = 0; i < c.nargs; i++) {
		places[i] = aapcs_dwarf_register(&c.args[i]);
		for (int k = 0; k < c.args[i].n; k++)
			if (c.args[i].where == AAPCS_GENERAL)
				out.registers |= 1u << (c.args[i].reg + k);
	}
	return out;
}
struct go_call tmp_go_assign(struct arena *a, const struct gofunc *f)
{
	(void)a;
	(void)f;
	return (struct go_call){0};
}
