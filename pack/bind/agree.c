#include "bind/agree.h"

#include "arch/arch.h"
#include "bind/unset.h"
#include "link/dwarfpos.h"

static const char convention_hint[] = "compile it with the C calling convention of the platform and with its "
                                      "prototype, or write a C function around it";

static const char *unset_register(const struct image *img, const struct proof *proof, const struct call *call,
                                  const struct proven *f, const struct abi_call *abi)
{
	const struct arch *arch = img->arch;
	regset unset = 0;
	for (int i = 0; i < arch->regs.narguments; i++)
		unset |= (regset)1 << arch->regs.arguments[i] & f->reads_first & ~abi->registers;
	unset = unset_used(img, proof, f, unset, abi->results, call->result ? call->result->size : 0);
	for (int i = 0; i < arch->regs.narguments; i++)
		if (unset >> arch->regs.arguments[i] & 1)
			return arch->regs.names[arch->regs.arguments[i]];
	return NULL;
}

bool bind_agrees(struct build *b, const struct image *img, const struct proof *proof, const struct call *call,
                 const struct proven *f)
{
	struct abi_call abi = b->arch->abi_call(b->arena, call);
	const char *reg = unset_register(img, proof, call, f, &abi), *what = NULL;
	if (f->above > (int64_t)abi.stack_bytes)
		what = arena_printf(b->arena,
		                    "writes %lld bytes above its return address, where its prototype passes %llu",
		                    (long long)f->above, (unsigned long long)abi.stack_bytes);
	else if (f->reads_above > (int64_t)abi.stack_bytes)
		what = arena_printf(b->arena,
		                    "reads %lld bytes above its return address, where its prototype passes %llu",
		                    (long long)f->reads_above, (unsigned long long)abi.stack_bytes);
	else if (reg)
		what = arena_printf(b->arena, "reads %s, in which its prototype passes nothing", reg);
	if (what)
		diag_refuse(b->diags, NC_CONVENTION, image_pos(b->arena, img, f->addr), convention_hint,
		            "%s %s: it follows another calling convention, or has more parameters than are known",
		            f->name, what);
	return !what;
}
