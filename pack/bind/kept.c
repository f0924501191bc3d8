// kept.c - does C keep a pointer that Go has passed?
//
// From the entry along each path is followed which registers hold a pointer argument, or
// one plus a distance. Where paths meet, only those that do on all of them count.
#include "bind/kept.h"

#include "arch/arch.h"
#include "link/dwarfpos.h"

enum { WORD = 64 };

struct keeping {
	const struct image *img;
	const struct flow *flow;
	const struct symbol *function;
	regset *at;   // by byte of the function: registers with pointers, where paths meet
	bool *been;
	VEC(uint64_t) todo;
	struct arena *arena;
	uint64_t found; // the first instruction that keeps one; 0: none
};

static bool holds(regset pointers, uint8_t reg)
{
	return reg < INSN_REGS && (pointers >> reg & 1);
}

static bool points(regset pointers, const struct operand *o)
{
	return o->kind == OPERAND_REGISTER && o->bits == WORD && holds(pointers, o->reg);
}

// Whether an operand of memory is there after the call, by all that is known.
static bool stays(const struct keeping *k, regset pointers, const struct operand *o)
{
	const uint8_t base = o->at.base;
	if (o->kind != OPERAND_MEMORY || o->bits != WORD)
		return false;
	return o->at.pc_relative || (base != k->img->arch->regs.sp && holds(pointers, base));
}

// Whether the instruction puts a pointer argument plus a distance into its register.
static bool makes_pointer(regset pointers, const struct insn *in)
{
	const struct place *at = &in->a.at;
	switch (in->kind) {
	case INSN_MOVE:
		return points(pointers, &in->a);
	case INSN_ADD:
		return points(pointers, &in->a) != points(pointers, &in->b);
	case INSN_SUB:
		return points(pointers, &in->a) && !points(pointers, &in->b);
	case INSN_ADDRESS:
		return holds(pointers, at->base) && !holds(pointers, at->index);
	default:
		return false;
	}
}

static regset after(const struct keeping *k, regset pointers, const struct insn *in)
{
	bool made = in->to.kind == OPERAND_REGISTER && in->to.bits == WORD && makes_pointer(pointers, in);
	bool moved = in->kind == INSN_MOVE && in->back.bytes && holds(pointers, in->back.reg);
	pointers &= ~in->writes;
	if (in->kind == INSN_CALL)
		pointers &= k->img->arch->regs.callee_saved;
	if (made)
		pointers |= (regset)1 << in->to.reg;
	return moved ? pointers | (regset)1 << in->back.reg : pointers;
}

static bool keeps(const struct keeping *k, regset pointers, const struct insn *in)
{
	bool second = in->a2.kind == OPERAND_REGISTER && holds(pointers, in->a2.reg);
	return in->kind == INSN_MOVE && stays(k, pointers, &in->to) && (points(pointers, &in->a) || second);
}

static void arrive(struct keeping *k, uint64_t addr, regset pointers)
{
	uint64_t i = addr - k->function->addr;
	if (i >= k->function->size || (k->been[i] && !(k->at[i] & ~pointers)))
		return;
	k->at[i] = k->been[i] ? k->at[i] & pointers : pointers;
	k->been[i] = true;
	VEC_PUSH(k->arena, &k->todo, addr);
}

// Through a table, to any place of the function that jumps go to.
static void arrive_anywhere(struct keeping *k, regset pointers)
{
	for (uint64_t i = 0; i < k->function->size; i++) {
		const struct flow_insn *there = flow_at(k->flow, k->function->addr + i);
		if (there && there->target)
			arrive(k, k->function->addr + i, pointers);
	}
}

// From a place where paths meet on, to where they do again. With tell, what is kept is noted.
static void run_from(struct keeping *k, uint64_t addr, bool tell)
{
	const struct image *img = k->img;
	regset pointers = k->at[addr - k->function->addr];
	for (bool first = true; addr - k->function->addr < k->function->size; first = false) {
		struct insn in;
		const struct flow_insn *seen = flow_at(k->flow, addr);
		if (!seen || !img->arch->decode(img->bytes + (addr - img->base), img->text_end - addr, addr, &in))
			return;
		if (!first && seen->target) {
			arrive(k, addr, pointers);
			return;
		}
		if (tell && keeps(k, pointers, &in) && (!k->found || addr < k->found))
			k->found = addr;
		if (in.kind == INSN_BRANCH || (in.kind == INSN_JUMP && in.target))
			arrive(k, in.target, pointers);
		else if (in.kind == INSN_JUMP)
			arrive_anywhere(k, pointers);
		if (!seen->falls)
			return;
		pointers = after(k, pointers, &in);
		addr = insn_end(&in);
	}
}

static regset passed(struct build *b, const struct call *call)
{
	const struct abi_call abi = b->arch->abi_call(b->arena, call);
	regset pointers = 0;
	for (size_t i = 0; i < call->args.n && abi.dwarf_places; i++) {
		int place = abi.dwarf_places[i];
		bool pointer = call->args.v[i].type->kind == C_POINTER && !call->args.v[i].guard;
		if (pointer && place >= 0 && place < b->arch->regs.ndwarf && b->arch->regs.from_dwarf[place] < INSN_REGS)
			pointers |= (regset)1 << b->arch->regs.from_dwarf[place];
	}
	return pointers;
}

void kept_note(struct build *b, const struct image *img, const struct proof *proof, const struct call *call,
               const struct proven *f)
{
	struct keeping k = {.img = img, .flow = &proof->flow, .function = image_function_at(img, f->addr)};
	regset pointers = passed(b, call);
	if (!pointers || !k.function || k.function->addr != f->addr)
		return;
	k.arena = arena_new();
	k.at = arena_alloc(k.arena, k.function->size * sizeof *k.at);
	k.been = arena_alloc(k.arena, k.function->size * sizeof *k.been);
	arrive(&k, f->addr, pointers);
	while (k.todo.n)
		run_from(&k, k.todo.v[--k.todo.n], false);
	for (uint64_t i = 0; i < k.function->size; i++)
		if (k.been[i])
			run_from(&k, k.function->addr + i, true);
	arena_free(k.arena);
	if (k.found)
		diag_note(b->diags, NC_KEEPS, image_pos(b->arena, img, k.found),
		          "store an offset or an index, or set it back before the function returns",
		          "%s stores a pointer that Go passes in memory that stays, where the collector does not see it", f->name);
}
