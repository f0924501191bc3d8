// relayword.c - one instruction, in the new frame.
//
// The stack pointer moves twice in a function, so that of what moved it nothing is
// left. The frame pointer stays Go's: what C does with an address in it is done
// with the same address from the stack pointer, what gives it one is left out, and
// so is what gives it its caller's value back. Where an offset does not fit, or there is no
// room for one, the address is made in a register that C leaves alone.
#include "arch/arm64/relayword.h"

// The same access at [base, #disp], and nothing written back.
static struct insn plain_access(struct insn in, uint8_t base, int64_t disp)
{
	int64_t first = in.access[0].at.disp;
	uint8_t old = in.access[0].at.base;
	struct operand *const all[] = {&in.to, &in.a, &in.to2, &in.a2};
	in.reads = in.data | relay_bit(base);
	in.writes &= in.back.bytes ? ~relay_bit(in.back.reg) : ~(regset)0;
	in.back.bytes = 0;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->kind == OPERAND_MEMORY && all[i]->at.base == old)
			all[i]->at = (struct place){.base = base, .index = REG_NONE, .scale = 1, .disp = all[i]->at.disp - first + disp};
	for (int k = 0; k < in.accesses; k++)
		in.access[k].at = (struct place){.base = base, .index = REG_NONE, .scale = 1,
		                                 .disp = in.access[k].at.disp - first + disp};
	return in;
}

// halve leaves of a load of two registers the one that is not the frame pointer.
static void halve(struct relay_site *s)
{
	struct insn *in = &s->in;
	bool second = in->to.kind == OPERAND_REGISTER && in->to.reg == ARM64_FP;
	uint32_t half = a64_half(s->word, second);
	s->word = half;
	if (second) {
		in->to = in->to2;
		in->a = in->a2;
		in->access[0] = in->access[1];
	}
	in->to2 = in->a2 = (struct operand){.kind = OPERAND_NONE};
	in->accesses = 1;
	in->writes &= ~relay_bit(ARM64_FP);
	in->narrow &= ~relay_bit(ARM64_FP);
}

// A load into the frame pointer, of which nothing is left but the other register's.
static bool is_dropped(struct relaying *r, struct relay_site *s)
{
	regset loaded = relay_loaded(&s->in);
	if (!(loaded & relay_bit(ARM64_FP)))
		return false;
	if (loaded == relay_bit(ARM64_FP) && s->in.kind == INSN_MOVE)
		return true;
	if (s->in.to2.kind != OPERAND_REGISTER || s->in.to.kind != OPERAND_REGISTER)
		relay_refuse(r, s->in.addr, "loads the frame pointer in a way that nearcall does not know");
	else
		halve(s);
	return false;
}

static int64_t access_bytes(const struct insn *in)
{
	int64_t first = in->access[0].at.disp, end = first;
	for (int k = 0; k < in->accesses; k++) {
		int64_t its = in->access[k].at.disp + in->access[k].bytes;
		end = its > end ? its : end;
	}
	return end - first;
}

// An access to the frame or the arguments, by the stack or the frame pointer.
static void relay_access(struct relaying *r, struct relay_site *s)
{
	uint8_t base = s->in.access[0].at.base;
	int64_t offset, disp = s->in.access[0].at.disp;
	enum a64_address how = a64_address(s->word);
	relay_offset(s, base, &offset);
	if (how == A64_NO_ADDRESS || (s->in.back.bytes && (how == A64_BASE || base != ARM64_SP))) {
		relay_refuse(r, s->in.addr, "accesses its frame in a way that nearcall does not know");
		return;
	}
	if (how == A64_INDEX || how == A64_BASE) { // the address stays, in another register
		bool alone = how == A64_BASE;
		int64_t at = alone ? relay_new_offset(r, s, offset + disp, access_bytes(&s->in)) - disp
		                   : relay_address(r, s, offset, REG_NONE);
		relay_put_sum(r, s, RELAY_SCRATCH, ARM64_SP, at);
		relay_put_renamed(r, s, base);
		return;
	}
	if (is_dropped(r, s))
		return;
	disp = s->in.access[0].at.disp; // of what is left
	int64_t at = relay_new_offset(r, s, offset + disp, access_bytes(&s->in));
	uint32_t word;
	if (a64_at(s->word, ARM64_SP, at, &word)) {
		struct insn want = plain_access(s->in, ARM64_SP, at);
		relay_put(r, s, word, &want);
	} else if (s->in.data & relay_bit(RELAY_SCRATCH) || !a64_at(s->word, RELAY_SCRATCH, 0, &word)) {
		relay_refuse(r, s->in.addr, "stores an address of its frame far away in it");
	} else {
		struct insn want = plain_access(s->in, RELAY_SCRATCH, 0);
		relay_put_sum(r, s, RELAY_SCRATCH, ARM64_SP, at);
		relay_put(r, s, word, &want);
	}
}

// A value that the instruction has of the frame pointer goes into the scratch register.
static void replace_data(struct relaying *r, struct relay_site *s)
{
	relay_put_sum(r, s, RELAY_SCRATCH, ARM64_SP, relay_address(r, s, s->fp, REG_NONE));
	struct relay_site value = *s;
	struct insn *in = &value.in;
	struct operand *const all[] = {&in->a, &in->a2};
	static const int fields[] = {A64_RT, A64_RT2};
	for (int i = 0; i < 2; i++)
		if (all[i]->kind == OPERAND_REGISTER && all[i]->reg == ARM64_FP) {
			all[i]->reg = RELAY_SCRATCH;
			value.word = a64_with(value.word, fields[i], RELAY_SCRATCH);
		}
	relay_rename_set(&in->data, ARM64_FP, RELAY_SCRATCH);
	in->reads |= relay_bit(RELAY_SCRATCH);
	*s = value;
}

// to = an address of the frame, by a number.
static bool is_address(const struct relay_site *s, uint8_t *base, int64_t *offset)
{
	const struct insn *in = &s->in;
	bool sum = in->kind == INSN_ADD || in->kind == INSN_SUB;
	if ((!sum && in->kind != INSN_MOVE) || in->sets_flags || in->accesses || in->to.kind != OPERAND_REGISTER ||
	    in->to.bits != 64 || in->a.kind != OPERAND_REGISTER || in->a.bits != 64 || !relay_offset(s, in->a.reg, offset) ||
	    (sum && in->b.kind != OPERAND_IMMEDIATE))
		return false;
	*base = in->a.reg;
	*offset += !sum ? 0 : in->kind == INSN_ADD ? in->b.imm : -in->b.imm;
	return true;
}

// The second word of an address that may become that of a symbol.
static const struct insn nop = {.kind = INSN_NOTHING};

static void refer(struct relaying *r, const struct relay_site *s)
{
	const struct reloc *reloc = image_reloc_at(r->img, s->in.addr);
	struct relay_word *w = &r->words.v[r->words.n - 1];
	bool page = a64_is_adrp(s->word);
	uint64_t home = reloc && reloc->section ? reloc->section : reloc ? reloc->value : s->in.refers;
	bool code = home < r->img->text_end;
	if (page && !reloc) {
		relay_refuse(r, s->in.addr, "takes the page of an address, and no relocation tells of what");
		return;
	}
	w->reference = !code ? RELAY_BESIDES : page ? RELAY_FUNCTION : RELAY_CODE;
	w->to = code && page ? reloc->value : s->in.refers;
	if (page)
		w->word = a64_adr(a64_field(s->word, A64_RT));
	if (!s->in.target && s->in.kind == INSN_ADDRESS && relay_is_wide(r, home))
		VEC_PUSH(r->arena, &r->words, (struct relay_word){.word = A64_NOP, .from = s->in.addr, .want = &nop});
}

// An instruction that uses the frame in no way that changes.
static void relay_plain(struct relaying *r, const struct relay_site *s)
{
	relay_put(r, s, s->word, NULL);
	if (s->in.width)
		refer(r, s);
}

// The frame pointer's writes, accesses aside: it has what it is given already, or nobody looks.
static bool leaves_out(struct relaying *r, const struct relay_site *s)
{
	const struct insn *in = &s->in;
	regset frame = relay_bit(ARM64_FP) | relay_bit(ARM64_SP);
	if (in->accesses || !(in->writes & frame))
		return false;
	if ((in->writes & ~frame) || in->sets_flags || in->vector_writes)
		relay_refuse(r, in->addr, "changes a register of the frame in a way that nearcall does not know");
	return true;
}

static bool knows_frame_pointer(struct relaying *r, const struct relay_site *s)
{
	regset fp = relay_bit(ARM64_FP);
	bool reads = s->in.reads & fp && !s->framed && !s->kept;
	bool writes = s->in.writes & fp && !s->framed_after && !s->kept_after;
	if (reads || writes)
		relay_refuse(r, s->in.addr,
		             reads ? "uses x29, which is neither an address of its frame nor what its caller has there"
		                   : "gives x29 what is neither an address of its frame nor what its caller has there");
	return !reads && !writes;
}

void relay_instruction(struct relaying *r, const struct relay_site *site)
{
	struct relay_site s = *site;
	int64_t offset;
	uint8_t base;
	if (!knows_frame_pointer(r, &s) || leaves_out(r, &s))
		return;
	if (relay_accesses_stack(&s, &offset)) {
		if (s.frame->bare && offset < 0)
			return;
		if (s.framed && s.in.data & relay_bit(ARM64_FP))
			replace_data(r, &s);
		relay_access(r, &s);
	} else if (s.in.writes & relay_bit(ARM64_FP)) {
		relay_refuse(r, s.in.addr, "loads the frame pointer in a way that nearcall does not know");
	} else if (is_address(&s, &base, &offset)) {
		relay_put_sum(r, &s, s.in.to.reg, ARM64_SP, relay_address(r, &s, offset, s.in.to.reg));
	} else if (s.in.reads & relay_bit(ARM64_SP)) {
		relay_put_sum(r, &s, RELAY_SCRATCH, ARM64_SP, relay_address(r, &s, -s.depth, REG_NONE));
		relay_put_renamed(r, &s, ARM64_SP);
	} else if (s.framed && s.in.reads & relay_bit(ARM64_FP)) {
		relay_put_sum(r, &s, RELAY_SCRATCH, ARM64_SP, relay_address(r, &s, s.fp, REG_NONE));
		relay_put_renamed(r, &s, ARM64_FP);
	} else {
		relay_plain(r, &s);
	}
}

// The return address is at the new stack pointer before that moves.
void relay_open(struct relaying *r, const struct relay_site *s)
{
	enum { STORE = 0xf9000000 | ARM64_LINK };
	int64_t bytes = s->frame->bytes;
	uint8_t base = ARM64_SP;
	uint32_t word;
	struct insn want = {.kind = INSN_MOVE, .accesses = 1, .reads = relay_bit(ARM64_LINK), .data = relay_bit(ARM64_LINK)};
	if (!a64_at(STORE, ARM64_SP, -bytes, &word)) {
		relay_put_sum(r, s, RELAY_SCRATCH, ARM64_SP, -bytes);
		base = RELAY_SCRATCH;
		bytes = 0;
		a64_at(STORE, base, 0, &word);
	}
	struct place at = {.base = base, .index = REG_NONE, .scale = 1, .disp = -bytes};
	want.a = relay_whole(ARM64_LINK);
	want.to = (struct operand){.kind = OPERAND_MEMORY, .bits = 64, .at = at};
	want.access[0] = (struct access){.at = at, .bytes = 8, .writes = true};
	want.reads |= relay_bit(base);
	relay_put(r, s, word, &want);
	relay_put_sum(r, s, ARM64_SP, ARM64_SP, -s->frame->bytes);
}

void relay_close(struct relaying *r, const struct relay_site *s)
{
	relay_put_sum(r, s, ARM64_SP, ARM64_SP, s->frame->bytes);
}
