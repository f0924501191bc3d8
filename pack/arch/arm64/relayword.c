// relayword.c - one instruction, in the new frame.
//
// The stack pointer moves twice in a function, so that of what moved it nothing is
// left. The frame pointer stays Go's: what C does with an address in it is done
// with the same address from the stack pointer, what gives it one is left out, and
// so is what gives it its caller's value back. Where an offset does not fit, or there is no
// room for one, the address is made in a register that C leaves alone.
#include "arch/arm64/relayparts.h"

#include <string.h>

#define BIT(reg) ((regset)1 << (reg))

void relay_refuse(struct relaying *r, uint64_t addr, const char *why)
{
	const struct symbol *s = image_function_at(r->img, addr);
	if (r->why)
		return;
	r->why = arena_printf(r->arena, "%s+0x%llx %s", s ? s->name : "code", (unsigned long long)(addr - (s ? s->addr : r->img->base)),
	                      why);
}

static void put(struct relaying *r, const struct relay_site *s, uint32_t word, const struct insn *want)
{
	struct insn *copy = want ? arena_alloc(r->arena, sizeof *copy) : NULL;
	if (copy)
		*copy = *want;
	VEC_PUSH(r->arena, &r->words, (struct relay_word){.word = word, .from = s->in.addr, .want = copy});
}

static struct operand whole(uint8_t reg)
{
	return (struct operand){.kind = OPERAND_REGISTER, .reg = reg, .bits = 64};
}

// put_sum appends to = from + n.
static void put_sum(struct relaying *r, const struct relay_site *s, uint8_t to, uint8_t from, int64_t n)
{
	enum { LOW = 4095 };
	uint32_t words[A64_ADD_WORDS];
	size_t count = a64_add(words, to, from, n);
	int64_t size = n < 0 ? -n : n;
	if (!count)
		relay_refuse(r, s->in.addr, "has an offset of more than 16 MiB");
	for (size_t i = 0; i < count; i++, from = to) {
		int64_t part = count == 1 ? size : i == 0 ? size & ~(int64_t)LOW : size & LOW;
		struct insn want = {
			.kind = n < 0 ? INSN_SUB : INSN_ADD, .to = whole(to), .a = whole(from),
			.b = {.kind = OPERAND_IMMEDIATE, .bits = 64, .imm = part},
			.reads = BIT(from), .data = BIT(from), .writes = BIT(to),
		};
		put(r, s, words[i], &want);
	}
}

// Whether the new frame is there, or comes or goes with the instruction.
static bool inside(const struct relay_site *s)
{
	return s->frame->bytes && (s->depth > 0 || s->after > 0);
}

// The offset, from the stack pointer at the entry, that a register of the frame has before the instruction.
static bool offset_of(const struct relay_site *s, uint8_t reg, int64_t *offset)
{
	*offset = reg == ARM64_SP ? -s->depth : s->fp;
	return reg == ARM64_SP || (reg == ARM64_FP && s->framed);
}

static int64_t local_offset(const struct relay_site *s, int64_t offset)
{
	return offset + s->frame->deepest + RELAY_HEAD;
}

static int64_t argument_offset(const struct relay_site *s, int64_t offset)
{
	return offset + RELAY_HEAD + (inside(s) ? s->frame->bytes : 0);
}

// new_offset is where the bytes at an offset from the entry's stack pointer are in the new frame,
// from the stack pointer.
static int64_t new_offset(struct relaying *r, const struct relay_site *s, int64_t offset, int64_t bytes)
{
	if (offset >= 0)
		return argument_offset(s, offset);
	if (!inside(s))
		relay_refuse(r, s->in.addr, "uses the stack below its stack pointer");
	if (offset + bytes > 0)
		relay_refuse(r, s->in.addr, "accesses its frame and its arguments at once");
	return local_offset(s, offset);
}

// address_at is where an address is. One that is not within the frame may be the end of what is there, where there
// is something; what is done with it in `reg` tells. REG_NONE: that is not known.
static int64_t address_at(struct relaying *r, const struct relay_site *s, int64_t offset, uint8_t reg)
{
	if (offset < 0 || !s->frame->deepest)
		return new_offset(r, s, offset, 0);
	enum relay_use use = reg == REG_NONE ? RELAY_UNKNOWN : relay_use_of(r, insn_end(&s->in), reg, offset);
	if (use == RELAY_UNKNOWN)
		relay_refuse(r, s->in.addr,
		             "takes the address right behind its frame, which may mean the frame or the arguments behind it");
	if (use != RELAY_LOCAL)
		return argument_offset(s, offset);
	return local_offset(s, offset) - (inside(s) ? 0 : s->frame->bytes);
}

static void rename_place(struct place *at, uint8_t from, uint8_t to)
{
	at->base = at->base == from ? to : at->base;
	at->index = at->index == from ? to : at->index;
}

static void rename_set(regset *set, uint8_t from, uint8_t to)
{
	if (*set & BIT(from))
		*set = (*set & ~BIT(from)) | BIT(to);
}

// renamed is the instruction with another register for the one that it reads.
static struct insn renamed(struct insn in, uint8_t from, uint8_t to)
{
	struct operand *const all[] = {&in.a, &in.b, &in.a2, &in.to, &in.to2};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		bool is_target = all[i] == &in.to || all[i] == &in.to2;
		if (all[i]->kind == OPERAND_REGISTER && all[i]->reg == from && !is_target)
			all[i]->reg = to;
		if (all[i]->kind == OPERAND_MEMORY)
			rename_place(&all[i]->at, from, to);
	}
	for (int k = 0; k < in.accesses; k++)
		rename_place(&in.access[k].at, from, to);
	rename_set(&in.reads, from, to);
	rename_set(&in.data, from, to);
	return in;
}

static bool decodes_as(const struct relaying *r, uint32_t word, const struct insn *want)
{
	uint8_t bytes[ARM64_BYTES];
	struct insn in;
	a64_write(bytes, word);
	return r->img->arch->decode(bytes, sizeof bytes, want->addr, &in) && relay_means_same(&in, want);
}

// What a load gives, write-back aside.
static regset loaded_by(const struct insn *in)
{
	return in->accesses ? in->writes & (in->back.bytes ? ~BIT(in->back.reg) : ~(regset)0) : 0;
}

// An access to C's own frame, or to its arguments on the stack.
static bool accesses_stack(const struct relay_site *s, int64_t *offset)
{
	const struct place *at = &s->in.access[0].at;
	if (!s->in.accesses || at->pc_relative || !offset_of(s, at->base, offset))
		return false;
	*offset += at->disp;
	return true;
}

bool relay_keeps(const struct relay_site *s)
{
	const struct insn *in = &s->in;
	const regset record = BIT(ARM64_FP) | BIT(ARM64_LINK), frame = BIT(ARM64_SP) | (s->framed ? BIT(ARM64_FP) : 0);
	regset moved = in->data | loaded_by(in);
	int64_t offset;
	if (in->kind == INSN_CALL)
		return false;
	if (accesses_stack(s, &offset)) {
		bool plain = in->access[0].at.index == REG_NONE, own = offset < 0;
		return plain && (own ? in->kind == INSN_MOVE && moved && !(moved & ~record) : !(moved & (record | frame)));
	}
	if (in->accesses || (in->writes & ~(record | BIT(ARM64_SP))))
		return !(in->writes & record) && !(in->reads & frame);
	return !(in->writes & BIT(ARM64_LINK));
}

// put_renamed appends the instruction with the scratch register, which holds the same,
// for one that it reads. Which fields of the word have the register, what comes of each tells.
static void put_renamed(struct relaying *r, const struct relay_site *s, uint8_t from)
{
	static const int fields[] = {A64_RN, A64_RM, A64_RT, A64_RT2};
	enum { FIELDS = sizeof fields / sizeof *fields };
	struct insn want = renamed(s->in, from, RELAY_SCRATCH);
	for (unsigned set = 1; set < 1u << FIELDS; set++) {
		uint32_t word = s->word;
		bool has = true;
		for (int i = 0; i < FIELDS; i++)
			if (set >> i & 1) {
				has &= a64_field(word, fields[i]) == from;
				word = a64_with(word, fields[i], RELAY_SCRATCH);
			}
		if (!has || !decodes_as(r, word, &want))
			continue;
		put(r, s, word, &want);
		return;
	}
	relay_refuse(r, s->in.addr, "uses a register of the frame in an instruction that cannot be written otherwise");
}

// The same access at [base, #disp], and nothing written back.
static struct insn plain_access(struct insn in, uint8_t base, int64_t disp)
{
	int64_t first = in.access[0].at.disp;
	uint8_t old = in.access[0].at.base;
	struct operand *const all[] = {&in.to, &in.a, &in.to2, &in.a2};
	in.reads = in.data | BIT(base);
	in.writes &= in.back.bytes ? ~BIT(in.back.reg) : ~(regset)0;
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
	in->writes &= ~BIT(ARM64_FP);
	in->narrow &= ~BIT(ARM64_FP);
}

// A load into the frame pointer, of which nothing is left but the other register's.
static bool is_dropped(struct relaying *r, struct relay_site *s)
{
	regset loaded = loaded_by(&s->in);
	if (!(loaded & BIT(ARM64_FP)))
		return false;
	if (loaded == BIT(ARM64_FP) && s->in.kind == INSN_MOVE)
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
	offset_of(s, base, &offset);
	if (how == A64_NO_ADDRESS || (s->in.back.bytes && (how == A64_BASE || base != ARM64_SP))) {
		relay_refuse(r, s->in.addr, "accesses its frame in a way that nearcall does not know");
		return;
	}
	if (how == A64_INDEX || how == A64_BASE) { // the address stays, in another register
		bool alone = how == A64_BASE;
		int64_t at = alone ? new_offset(r, s, offset + disp, access_bytes(&s->in)) - disp
		                   : address_at(r, s, offset, REG_NONE);
		put_sum(r, s, RELAY_SCRATCH, ARM64_SP, at);
		put_renamed(r, s, base);
		return;
	}
	if (is_dropped(r, s))
		return;
	disp = s->in.access[0].at.disp; // of what is left
	int64_t at = new_offset(r, s, offset + disp, access_bytes(&s->in));
	uint32_t word;
	if (a64_at(s->word, ARM64_SP, at, &word)) {
		struct insn want = plain_access(s->in, ARM64_SP, at);
		put(r, s, word, &want);
	} else if (s->in.data & BIT(RELAY_SCRATCH) || !a64_at(s->word, RELAY_SCRATCH, 0, &word)) {
		relay_refuse(r, s->in.addr, "stores an address of its frame far away in it");
	} else {
		struct insn want = plain_access(s->in, RELAY_SCRATCH, 0);
		put_sum(r, s, RELAY_SCRATCH, ARM64_SP, at);
		put(r, s, word, &want);
	}
}

// A value that the instruction has of the frame pointer goes into the scratch register.
static void replace_data(struct relaying *r, struct relay_site *s)
{
	put_sum(r, s, RELAY_SCRATCH, ARM64_SP, address_at(r, s, s->fp, REG_NONE));
	struct relay_site value = *s;
	struct insn *in = &value.in;
	struct operand *const all[] = {&in->a, &in->a2};
	static const int fields[] = {A64_RT, A64_RT2};
	for (int i = 0; i < 2; i++)
		if (all[i]->kind == OPERAND_REGISTER && all[i]->reg == ARM64_FP) {
			all[i]->reg = RELAY_SCRATCH;
			value.word = a64_with(value.word, fields[i], RELAY_SCRATCH);
		}
	rename_set(&in->data, ARM64_FP, RELAY_SCRATCH);
	in->reads |= BIT(RELAY_SCRATCH);
	*s = value;
}

// to = an address of the frame, by a number.
static bool is_address(const struct relay_site *s, uint8_t *base, int64_t *offset)
{
	const struct insn *in = &s->in;
	bool sum = in->kind == INSN_ADD || in->kind == INSN_SUB;
	if ((!sum && in->kind != INSN_MOVE) || in->sets_flags || in->accesses || in->to.kind != OPERAND_REGISTER ||
	    in->to.bits != 64 || in->a.kind != OPERAND_REGISTER || in->a.bits != 64 || !offset_of(s, in->a.reg, offset) ||
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
	if (!s->in.target && s->in.kind == INSN_ADDRESS && relay_is_wide(r, reloc, home))
		VEC_PUSH(r->arena, &r->words, (struct relay_word){.word = A64_NOP, .from = s->in.addr, .want = &nop});
}

// An instruction that uses the frame in no way that changes.
static void relay_plain(struct relaying *r, const struct relay_site *s)
{
	put(r, s, s->word, NULL);
	if (s->in.width)
		refer(r, s);
}

// The frame pointer's writes, accesses aside: it has what it is given already, or nobody looks.
static bool leaves_out(struct relaying *r, const struct relay_site *s)
{
	const struct insn *in = &s->in;
	regset frame = BIT(ARM64_FP) | BIT(ARM64_SP);
	if (in->accesses || !(in->writes & frame))
		return false;
	if ((in->writes & ~frame) || in->sets_flags || in->vector_writes)
		relay_refuse(r, in->addr, "changes a register of the frame in a way that nearcall does not know");
	return true;
}

static bool knows_frame_pointer(struct relaying *r, const struct relay_site *s)
{
	regset fp = BIT(ARM64_FP);
	bool reads = s->in.reads & fp && !s->framed && !s->kept, writes = s->in.writes & fp && !s->framed_after && !s->kept_after;
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
	if (accesses_stack(&s, &offset)) {
		if (s.frame->bare && offset < 0)
			return;
		if (s.framed && s.in.data & BIT(ARM64_FP))
			replace_data(r, &s);
		relay_access(r, &s);
	} else if (s.in.writes & BIT(ARM64_FP)) {
		relay_refuse(r, s.in.addr, "loads the frame pointer in a way that nearcall does not know");
	} else if (is_address(&s, &base, &offset)) {
		put_sum(r, &s, s.in.to.reg, ARM64_SP, address_at(r, &s, offset, s.in.to.reg));
	} else if (s.in.reads & BIT(ARM64_SP)) {
		put_sum(r, &s, RELAY_SCRATCH, ARM64_SP, address_at(r, &s, -s.depth, REG_NONE));
		put_renamed(r, &s, ARM64_SP);
	} else if (s.framed && s.in.reads & BIT(ARM64_FP)) {
		put_sum(r, &s, RELAY_SCRATCH, ARM64_SP, address_at(r, &s, s.fp, REG_NONE));
		put_renamed(r, &s, ARM64_FP);
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
	struct insn want = {.kind = INSN_MOVE, .accesses = 1, .reads = BIT(ARM64_LINK), .data = BIT(ARM64_LINK)};
	if (!a64_at(STORE, ARM64_SP, -bytes, &word)) {
		put_sum(r, s, RELAY_SCRATCH, ARM64_SP, -bytes);
		base = RELAY_SCRATCH;
		bytes = 0;
		a64_at(STORE, base, 0, &word);
	}
	struct place at = {.base = base, .index = REG_NONE, .scale = 1, .disp = -bytes};
	want.a = whole(ARM64_LINK);
	want.to = (struct operand){.kind = OPERAND_MEMORY, .bits = 64, .at = at};
	want.access[0] = (struct access){.at = at, .bytes = 8, .writes = true};
	want.reads |= BIT(base);
	put(r, s, word, &want);
	put_sum(r, s, ARM64_SP, ARM64_SP, -s->frame->bytes);
}

void relay_close(struct relaying *r, const struct relay_site *s)
{
	put_sum(r, s, ARM64_SP, ARM64_SP, s->frame->bytes);
}
