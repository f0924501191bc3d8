// passed.c - which functions get nothing passed on the stack.
//
// An address right behind a frame is that of the first argument on the stack, or the
// end of the frame. Where nothing is passed there, it is the end.
//
// Of what only functions of the image call, optimizers pass parts instead of pointers to
// the whole, and the debug information has the parameters that the source has: gcc names
// such functions so, and LLVM makes few parts of a pointer. clang leaves unused parameters out
// without optimization, but then it copies what is on the stack first: that is an access.
#include "prove/passed.h"

#include "bind/proto.h"
#include "model/call.h"

#include <string.h>

enum { WORD = 8, PARTS = 3 /* LLVM's -argpromotion-max-elements, at most */, MEMBERS = 4 /* of an HFA */, SMALL = 16 };

// Registers of one kind, at most, that a parameter takes, however it is passed.
static uint64_t most_registers(const struct ctype *t)
{
	if (t->kind == C_POINTER)
		return PARTS;
	return t->size > SMALL ? MEMBERS : t->size > WORD ? PARTS : t->size > 0; // of two, the first may have to be even
}

static bool fits_however(const struct arch *arch, const struct proto *p)
{
	uint64_t n = 0;
	for (size_t i = 0; i < p->nparams; i++)
		n += most_registers(p->params[i].type);
	return n <= arch->regs.narguments;
}

static bool fits(struct arena *a, const struct arch *arch, const struct proto *p)
{
	struct call call = {.c = p, .result = p->result->kind == C_VOID ? NULL : p->result};
	for (size_t i = 0; i < p->nparams; i++)
		VEC_PUSH(a, &call.args, (struct carg){.type = p->params[i].type});
	return arch->abi_call(a, &call).stack_bytes == 0;
}

bool passed_in_registers(const struct arch *arch, const struct image *img, const struct proven *f, bool open)
{
	const struct symbol *s = image_function_at(img, f->addr);
	struct arena *a = arena_new();
	const struct proto *p = s && s->addr == f->addr ? proto_read(a, img, s) : NULL;
	bool known = p && !p->variadic && !p->doubt.why && f->above <= 0 && f->reads_above <= 0;
	bool gcc = known && strncmp(p->producer, "GNU ", 4) == 0;
	bool as_written = open || (gcc && !strstr(s->name, ".isra"));
	bool in_registers = known && (as_written ? fits(a, arch, p) : fits_however(arch, p));
	arena_free(a);
	return in_registers;
}
