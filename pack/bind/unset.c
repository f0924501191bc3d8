// unset.c - does anything come of registers that hold nothing at the entry?
//
// gcc -O0 builds a struct in a register that it has never written, half by half, and
// copies registers that it writes again at once. So a register that is read is not one
// that matters: of each bit in every register is followed whether it depends on what
// the ones in question held, from the entry along each path, until it is seen from
// outside, or is gone. Whatever is not followed counts as seen.
#include "bind/unset.h"

#include "arch/arch.h"

enum { WORD = 64 };

struct bits {
	uint64_t from;   // those that depend on it
	bool known;      // the others are those of number
	uint64_t number;
};

// What holds where a path leads to.
struct place_bits {
	struct bits reg[INSN_REGS];
	bool flags; // depend on it
	bool seen;
};

struct tracing {
	struct arena *arena;
	const struct image *img;
	const struct symbol *function;
	const struct flow *flow;
	struct place_bits **at; // by byte of the function; those where paths meet
	VEC(uint64_t) todo;
	regset results;
	uint64_t result;     // bits of each of these that are part of it
	bool matters;
};

static uint64_t mask(unsigned bits)
{
	return bits >= WORD ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
}

// Carries go upwards.
static uint64_t upwards(uint64_t from)
{
	return from ? ~((from & -from) - 1) : 0;
}

static struct bits operand(const struct place_bits *p, const struct operand *o)
{
	struct bits v = {.known = true, .number = (uint64_t)o->imm};
	if (o->kind == OPERAND_REGISTER)
		v = p->reg[o->reg];
	else if (o->kind != OPERAND_IMMEDIATE)
		v = (struct bits){0};
	v.from &= mask(o->bits);
	v.number &= mask(o->kind == OPERAND_IMMEDIATE ? WORD : o->bits);
	return v;
}

static uint64_t address(const struct place_bits *p, const struct place *at)
{
	uint64_t from = at->base < INSN_REGS ? p->reg[at->base].from : 0;
	return from | (at->index < INSN_REGS ? p->reg[at->index].from * at->scale : 0);
}

// A bit that is anded with a zero, or ored with a one, is gone.
static uint64_t kept_by(const struct bits *v, const struct bits *other, bool ones)
{
	uint64_t fixed = other->known ? (ones ? other->number : ~other->number) & ~other->from : 0;
	return v->from & ~fixed;
}

static uint64_t shifted(const struct insn *in, uint64_t from, unsigned bits)
{
	unsigned n = (unsigned)in->a.imm & (bits - 1);
	uint64_t sign = from >> (bits - 1) & 1 && n ? ~(mask(bits) >> n) : 0;
	if (in->bits == BITS_LEFT)
		return from << n;
	return from >> n | (in->bits == BITS_RIGHT_SIGNED ? sign : 0);
}

// What the result of an instruction depends on, which writes a register or nothing;
// false: that is not followed.
static bool result_of(const struct place_bits *p, const struct insn *in, struct bits *out)
{
	if (in->a.kind == OPERAND_OTHER || in->b.kind == OPERAND_OTHER)
		return false;
	struct bits a = operand(p, &in->a), b = operand(p, &in->b), to = operand(p, &in->to);
	uint64_t sign;
	*out = (struct bits){0};
	switch (in->kind) {
	case INSN_MOVE:
	case INSN_ZERO_EXTEND:
		*out = a;
		return true;
	case INSN_SIGN_EXTEND:
		sign = a.from >> (in->a.bits - 1) & 1 ? ~mask(in->a.bits) : 0;
		out->from = a.from | sign;
		return true;
	case INSN_ADD:
	case INSN_SUB:
		out->from = upwards(a.from | b.from);
		return true;
	case INSN_AND:
		out->from = kept_by(&a, &b, false) | kept_by(&b, &a, false);
		return true;
	case INSN_ADDRESS:
		out->from = upwards(address(p, &in->a.at));
		return true;
	case INSN_SELECT:
	case INSN_COMPARE:
		out->from = a.from | b.from;
		return true;
	default:
		break;
	}
	if (in->bits == BITS_TEST)
		out->from = kept_by(&a, &b, false) | kept_by(&b, &a, false);
	else if (in->bits == BITS_OR)
		out->from = kept_by(&a, &to, true) | kept_by(&to, &a, true);
	else if (in->bits == BITS_XOR)
		out->from = a.from | to.from;
	else if (in->bits != BITS_MIXED)
		out->from = shifted(in, to.from, in->to.bits);
	return in->bits != BITS_MIXED;
}

static void put(struct place_bits *p, const struct operand *to, struct bits v)
{
	struct bits *r = &p->reg[to->reg];
	v.from &= mask(to->bits);
	v.number &= mask(to->bits);
	if (to->bits < 32) {
		v.from |= r->from & ~mask(to->bits);
		v.known = false;
	}
	*r = v;
}

// Registers that the instruction reads and that depend on it, in part.
static bool reads_any(const struct place_bits *p, const struct insn *in, int count)
{
	for (int r = 0; r < count; r++)
		if (((in->reads & ~in->merges) >> r & 1) && p->reg[r].from)
			return true;
	return false;
}

// Whether the operands that are followed are all that the instruction reads of them.
static bool reads_others(const struct place_bits *p, const struct insn *in, int count)
{
	const struct operand *const followed[] = {&in->a, &in->b, in->bits ? &in->to : NULL};
	struct insn rest = *in;
	for (size_t i = 0; i < sizeof followed / sizeof *followed; i++)
		if (followed[i] && followed[i]->kind == OPERAND_REGISTER)
			rest.reads &= ~((regset)1 << followed[i]->reg);
	if (in->kind == INSN_ADDRESS && in->a.at.base < INSN_REGS)
		rest.reads &= ~((regset)1 << in->a.at.base);
	if (in->kind == INSN_ADDRESS && in->a.at.index < INSN_REGS)
		rest.reads &= ~((regset)1 << in->a.at.index);
	return reads_any(p, &rest, count);
}

static bool addresses_any(const struct place_bits *p, const struct insn *in)
{
	bool any = false;
	for (int k = 0; k < in->accesses; k++) {
		const struct access *x = &in->access[k];
		any |= address(p, &x->at) || (x->repeats && p->reg[x->count].from);
	}
	return any;
}

static void forget(struct place_bits *p, regset registers, int count)
{
	for (int r = 0; r < count; r++)
		if (registers >> r & 1)
			p->reg[r] = (struct bits){0};
}

// Nothing is known any more of what the instruction writes, of parts only that.
static void written(struct place_bits *p, const struct insn *in, int count)
{
	forget(p, in->writes & ~in->merges, count);
	for (int r = 0; r < count; r++)
		p->reg[r].known &= !(in->writes >> r & 1);
}

// An instruction that goes on to the next one, and calls nothing.
static void ordinary(struct tracing *t, struct place_bits *p, const struct insn *in)
{
	const int count = t->img->arch->regs.count;
	bool pushes = in->kind == INSN_PUSH && in->a.kind == OPERAND_REGISTER;
	struct bits v = {0};
	if (in->kind == INSN_NOTHING || pushes)
		return;
	bool to_register = in->to.kind == OPERAND_REGISTER && in->vector_writes == 0;
	bool compares = in->kind == INSN_COMPARE || in->bits == BITS_TEST;
	bool followed = (to_register || compares) && !reads_others(p, in, count) && result_of(p, in, &v);
	t->matters |= addresses_any(p, in) || (in->tests_flags && p->flags) || (!followed && reads_any(p, in, count));
	bool flags = followed && (v.from & mask(compares ? in->a.bits : in->to.bits));
	flags |= in->bits >= BITS_LEFT && !compares && operand(p, &in->to).from; // the last that is shifted out
	written(p, in, count);
	if (followed && to_register)
		put(p, &in->to, v);
	if (in->sets_flags)
		p->flags = flags || (p->flags && !in->all_flags);
}

static void arrive(struct tracing *t, uint64_t addr, const struct place_bits *p)
{
	const struct symbol *s = t->function;
	bool any = p->flags, more = false;
	for (int r = 0; r < INSN_REGS; r++)
		any |= p->reg[r].from != 0;
	if (!any || t->matters)
		return;
	if (addr - s->addr >= s->size) {
		t->matters = true;
		return;
	}
	struct place_bits **old = &t->at[addr - s->addr];
	if (!*old) {
		*old = arena_alloc(t->arena, sizeof **old);
		**old = *p;
		more = true;
	}
	for (int r = 0; r < INSN_REGS; r++) {
		struct bits *x = &(*old)->reg[r], y = p->reg[r];
		bool same = y.known && x->number == y.number;
		more |= (y.from & ~x->from) || (x->known && !same);
		x->from |= y.from;
		x->known &= same;
	}
	more |= p->flags && !(*old)->flags;
	(*old)->flags |= p->flags;
	if (more)
		VEC_PUSH(t->arena, &t->todo, addr);
}

// A jump to the start of another function is a call of it, whose result is its own.
static bool calls_away(const struct tracing *t, const struct insn *in)
{
	const struct symbol *s = image_function_at(t->img, in->target);
	return flow_at(t->flow, in->addr)->depth == 0 && s && s != t->function && s->addr == in->target;
}

static void leave(struct tracing *t, const struct place_bits *p)
{
	const struct arch *arch = t->img->arch;
	for (int r = 0; r < arch->regs.count; r++)
		t->matters |= (t->results >> r & 1) && (p->reg[r].from & t->result);
}

// Through a table, to any place of the function that jumps go to.
static void jump_anywhere(struct tracing *t, const struct place_bits *p, const struct insn *in)
{
	const struct symbol *s = t->function;
	t->matters |= addresses_any(p, in) || reads_any(p, in, t->img->arch->regs.count);
	for (uint64_t addr = s->addr; addr < s->addr + s->size; addr++) {
		const struct flow_insn *there = flow_at(t->flow, addr);
		if (there && there->target)
			arrive(t, addr, p);
	}
}

// control handles what does not just go on; false when the next instruction is not reached.
static bool control(struct tracing *t, struct place_bits *p, const struct insn *in)
{
	const struct arch *arch = t->img->arch;
	switch (in->kind) {
	case INSN_CALL:
		t->matters |= !in->target && reads_any(p, in, arch->regs.count);
		forget(p, ~arch->regs.callee_saved, arch->regs.count);
		p->flags = false;
		return true;
	case INSN_BRANCH:
		t->matters |= p->flags || reads_any(p, in, arch->regs.count);
		arrive(t, in->target, p);
		return true;
	case INSN_JUMP:
		if (!in->target)
			jump_anywhere(t, p, in);
		else if (!calls_away(t, in))
			arrive(t, in->target, p);
		return false;
	case INSN_RETURN:
		leave(t, p);
		return false;
	case INSN_TRAP:
		return false;
	default:
		ordinary(t, p, in);
		return true;
	}
}

// From where a path leads to, on until another one does.
static void run_from(struct tracing *t, uint64_t addr)
{
	struct place_bits p = *t->at[addr - t->function->addr];
	for (bool first = true; !t->matters; first = false) {
		struct insn in;
		const struct flow_insn *seen = flow_at(t->flow, addr);
		if (!first && seen && seen->target) {
			arrive(t, addr, &p);
			return;
		}
		if (!seen || !t->img->arch->decode(t->img->bytes + (addr - t->img->base), t->img->text_end - addr, addr, &in)) {
			t->matters = true;
			return;
		}
		if (!control(t, &p, &in) || !seen->falls)
			return;
		addr = insn_end(&in);
	}
}

static bool matters(struct tracing t, uint8_t reg)
{
	const struct symbol *function = t.function;
	struct place_bits entry = {0};
	entry.reg[reg].from = UINT64_MAX;
	t.arena = arena_new();
	t.at = arena_alloc(t.arena, function->size * sizeof *t.at);
	arrive(&t, function->addr, &entry);
	while (t.todo.n && !t.matters)
		run_from(&t, t.todo.v[--t.todo.n]);
	arena_free(t.arena);
	return t.matters;
}

regset unset_used(const struct image *img, const struct proof *proof, const struct proven *f, regset registers,
                  regset results, uint64_t bytes)
{
	const struct symbol *function = image_function_at(img, f->addr);
	const struct tracing t = {.img = img, .function = function, .flow = &proof->flow, .results = results,
	                          .result = mask(bytes < WORD / 8 ? 8 * (unsigned)bytes : WORD)};
	regset used = 0;
	for (uint8_t reg = 0; reg < img->arch->regs.count; reg++) {
		bool asked = registers >> reg & 1;
		if (asked && (!function || function->addr != f->addr || matters(t, reg)))
			used |= (regset)1 << reg;
	}
	return used;
}
