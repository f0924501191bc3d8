#include "check/known.h"

const struct proven *function_at(const struct basis *b, uint64_t addr)
{
	const struct proven *f = proof_of(b->proof, addr);
	return f && f->addr == addr ? f : NULL;
}

const struct function_claims *claims_of(const struct basis *b, const struct proven *f)
{
	return &b->proof->claims.funcs.v[f - b->proof->funcs.v];
}

bool is_code_pointer(const struct basis *b, struct value v)
{
	const struct proven *f = value_is_exact(v) ? function_at(b, (uint64_t)v.a) : NULL;
	return v.kind == VALUE_CODE || (f && f->taken);
}

// What a constant or variable is, its section tells: an address may be folded.
bool is_held(const struct basis *b, struct value v)
{
	uint64_t of = v.b ? (uint64_t)v.b : (uint64_t)v.a;
	bool constant = of >= b->img->text_end && of < b->img->base + b->img->size;
	return b->compiled && (v.kind == VALUE_HELD || is_code_pointer(b, v) || (v.kind == VALUE_ADDRESS && constant));
}

struct value handed(const struct basis *b, struct value v, bool from, bool to)
{
	if (v.kind == VALUE_HELD && !(from && to))
		return value_any();
	return v.kind == VALUE_ADDRESS && !from && !is_code_pointer(b, v) ? value_any() : value_passed(v);
}

bool is_frame_address(struct value v)
{
	return v.kind == VALUE_STACK || v.kind == VALUE_OLD_STACK;
}

// Fewer elements of the same table are among more of them; 0 is any number.
static bool within_table(struct value x, struct value y)
{
	return x.kind == y.kind && x.inexact == y.inexact && x.a == y.a && x.b == y.b && (!y.n || (x.n && x.n <= y.n));
}

bool implies(const struct basis *b, struct value x, struct value y)
{
	if (value_same(x, y))
		return true;
	switch (y.kind) {
	case VALUE_ANY:
		return true;
	case VALUE_RANGE:
		return (x.kind == VALUE_NUMBER || x.kind == VALUE_RANGE) && value_max(x) <= value_max(y) &&
		       value_low(x) <= value_low(y);
	case VALUE_CODE:
		return is_code_pointer(b, x);
	case VALUE_HELD:
		return is_held(b, x);
	case VALUE_OLD_STACK:
		return is_frame_address(x) && x.a == y.a && x.inexact == y.inexact;
	case VALUE_ENTRY:
	case VALUE_TARGET:
		return within_table(x, y);
	default:
		return false;
	}
}

struct value cell_value(const struct known *k, int64_t offset, bool inexact)
{
	for (int i = 0; i < k->cells; i++)
		if (k->cell[i].offset == offset && k->cell[i].inexact == inexact)
			return k->cell[i].value;
	return value_any();
}

// Places that count from different origins are compared by all that each may be.
bool cell_overlaps(const struct known *k, const struct cell *c, int64_t offset, bool inexact, int64_t bytes)
{
	int64_t first = c->offset, last = c->offset + 8, from = offset, to = offset + bytes;
	if (c->inexact != inexact) {
		last += c->inexact ? k->slack : 0;
		to += inexact ? k->slack : 0;
	}
	return from < last && first < to;
}

void forget_cells(struct known *k, int64_t offset, bool inexact, int64_t bytes)
{
	for (int i = 0; i < k->cells;) {
		if (cell_overlaps(k, &k->cell[i], offset, inexact, bytes))
			k->cell[i] = k->cell[--k->cells];
		else
			i++;
	}
}

// What has no room is not known.
void set_cell(struct known *k, int64_t offset, bool inexact, struct value v)
{
	forget_cells(k, offset, inexact, 8);
	if (v.kind != VALUE_ANY && k->cells < MOST_CELLS)
		k->cell[k->cells++] = (struct cell){offset, inexact, v};
}

static void clear(struct known *k)
{
	for (int r = 0; r < INSN_REGS; r++)
		k->reg[r] = value_any();
	k->cells = 0;
	k->slack = k->rounded = 0;
	k->escaped = false;
	k->flags_bits = 0;
	k->track = (struct track){0};
}

bool known_at(const struct basis *b, const struct point *p, struct known *out)
{
	clear(out);
	out->slack = p->slack;
	out->rounded = p->rounded;
	out->escaped = p->escaped;
	out->track = p->track;
	out->flags_reg = p->compared.reg;
	out->flags_bits = p->compared.bits;
	out->flags_number = p->compared.number;
	for (size_t i = 0; i < p->n; i++) {
		const struct fact *f = &p->facts[i];
		if (f->reg != REG_NONE && f->reg >= b->arch->regs.count)
			return false;
		if (f->reg != REG_NONE)
			out->reg[f->reg] = f->value;
		else if (out->cells < MOST_CELLS)
			out->cell[out->cells++] = (struct cell){f->offset, f->inexact, f->value};
		else
			return false;
	}
	return p->compared.bits == 0 || p->compared.reg < b->arch->regs.count;
}

// The call has put the return address into the link register, or else at 0, and the
// caller wants its registers back; its stack arguments lie above.
void known_at_entry(const struct basis *b, const struct contract *c, struct known *out)
{
	const struct arch *arch = b->arch;
	clear(out);
	for (uint8_t r = 0; r < arch->regs.count; r++)
		if (b->kept >> r & 1)
			out->reg[r] = (struct value){.kind = VALUE_SAVED, .a = r};
	out->reg[arch->regs.sp] = (struct value){.kind = VALUE_STACK};
	if (arch->regs.link != REG_NONE)
		out->reg[arch->regs.link] = (struct value){.kind = VALUE_SAVED, .a = VALUE_RETURN};
	else
		set_cell(out, 0, false, (struct value){.kind = VALUE_SAVED, .a = VALUE_RETURN});
	for (int n = 0; n < VALUE_ARGS; n++) {
		int beyond = n - arch->regs.narguments;
		if (beyond < 0)
			out->reg[arch->regs.arguments[n]] = c->args[n];
		else
			set_cell(out, b->args + 8 * beyond, false, c->args[n]);
	}
}

struct value argument(const struct basis *b, const struct known *k, int n, bool tail)
{
	int beyond = n - b->arch->regs.narguments;
	struct value sp = k->reg[b->arch->regs.sp];
	if (beyond < 0)
		return k->reg[b->arch->regs.arguments[n]];
	return cell_value(k, sp.a + 8 * beyond + b->args - (tail ? 0 : b->arch->stack.call), sp.inexact);
}

// A point that no longer knows an address of the frame as such leaves it to
// anyone: it has escaped. In memory it has as soon as it is stored.
static bool loses_frame(const struct basis *b, const struct known *k, const struct point *p)
{
	regset kept = 0;
	for (size_t i = 0; i < p->n; i++)
		if (p->facts[i].reg < INSN_REGS && p->facts[i].value.kind == VALUE_STACK)
			kept |= (regset)1 << p->facts[i].reg;
	for (int r = 0; r < b->arch->regs.count; r++)
		if (is_frame_address(k->reg[r]) && !(kept >> r & 1))
			return true;
	return false;
}

static bool same_flags(const struct known *k, const struct point *p)
{
	return k->flags_bits == p->compared.bits && k->flags_reg == p->compared.reg && k->flags_number == p->compared.number;
}

const char *why_not(const struct basis *b, const struct known *k, const struct point *p)
{
	struct track track = p->track;
	const char *what = NULL;
	for (size_t i = 0; i < p->n; i++) {
		const struct fact *f = &p->facts[i];
		if (f->reg != REG_NONE && (f->reg >= b->arch->regs.count || !implies(b, k->reg[f->reg], f->value)))
			return "a register does not hold what is claimed where it goes";
		if (f->reg == REG_NONE && !implies(b, cell_value(k, f->offset, f->inexact), f->value))
			return "the stack does not hold what is claimed where it goes";
	}
	if (p->slack < k->slack)
		return "the stack's two origins may differ by more than is claimed";
	if (k->slack && p->rounded != k->rounded && p->rounded % 2 == 0)
		return "the stack's second origin is another one";
	if (!p->escaped && (k->escaped || loses_frame(b, k, p)))
		return "an address of the frame is known elsewhere, and that is not claimed";
	if (p->compared.bits && !same_flags(k, p))
		return "the flags do not say what is claimed where it goes";
	if (b->arch->track_join(&track, &k->track, &what) || what)
		return "the processor's state is not the one that is claimed where it goes";
	return NULL;
}
