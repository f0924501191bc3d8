#include "place/align.h"

#include "arch/arch.h"
#include "bind/proto.h"
#include "link/dwarfpos.h"

// The registers that may hold an address of the section, and those of which a part
// has been written over since: they are good for nothing but to be written again.
struct holding {
	regset whole, spoilt;
};

// A function, followed with what is held at each of its instructions.
struct following {
	const struct image *img;
	const struct proof *proof;
	const struct input_section *section;
	const struct symbol *function;
	regset results; // registers that it may return something in
	struct holding *held; // by byte of the function
	bool *seen;
	VEC(uint64_t) todo;
	struct arena *arena;
	bool relied;
};

static bool inside(const struct input_section *s, uint64_t addr)
{
	return addr >= s->start && addr < s->end;
}

// The linker knows what is meant where the number is beside the section, or in the next.
static bool refers_into(const struct image *img, const struct input_section *s, const struct insn *in)
{
	const struct reloc *r = in->width ? image_reloc_at(img, in->addr + in->field) : NULL;
	if (!in->width || in->target)
		return false;
	return r && r->section ? r->section == s->start : inside(s, in->refers);
}

static bool has_access(const struct insn *in)
{
	return in->accesses > 0;
}

static void arrive(struct following *f, uint64_t addr, struct holding held)
{
	const struct symbol *s = f->function;
	if (addr < s->addr || addr - s->addr >= s->size) {
		f->relied |= (held.whole | held.spoilt) != 0;
		return;
	}
	uint64_t at = addr - s->addr;
	struct holding *old = &f->held[at];
	if (f->seen[at] && !(held.whole & ~old->whole) && !(held.spoilt & ~old->spoilt))
		return;
	f->seen[at] = true;
	old->whole |= held.whole;
	old->spoilt |= held.spoilt;
	VEC_PUSH(f->arena, &f->todo, addr);
}

static bool keeps_an_address(const struct insn *in)
{
	bool sum = in->kind == INSN_MOVE || in->kind == INSN_ADD || in->kind == INSN_SUB || in->kind == INSN_ADDRESS ||
	           in->kind == INSN_SELECT;
	return sum && in->to.kind == OPERAND_REGISTER && in->to.bits == 64;
}

// A value of the type takes one register at most.
static bool is_word(const struct arch *arch, const struct ctype *t)
{
	bool scalar = t->kind == C_BOOL || t->kind == C_INT || t->kind == C_FLOAT || t->kind == C_POINTER;
	return scalar && t->size <= arch->stack.word;
}

// The registers in which the function may return something. In others an address
// may be left over, which nobody looks at: compilers change what local functions
// take, but what they return becomes less at most.
static regset results_of(struct arena *a, const struct image *img, const struct symbol *s)
{
	const struct arch *arch = img->arch;
	const struct proto *p = proto_read(a, img, s);
	if (p && !p->doubt.why && p->result->kind == C_VOID)
		return 0;
	return p && !p->doubt.why && is_word(arch, p->result) ? (regset)1 << arch->regs.result : arch->regs.results;
}

// The registers that what is called there may read as it finds them, or something that
// it calls. Compilers keep to the ABI with parts of registers; for others all count.
static regset read_by(const struct following *f, uint64_t target)
{
	const struct proof *proof = f->proof;
	const struct proven *first = target ? proof_of(proof, target) : NULL;
	bool *seen = arena_alloc(f->arena, proof->funcs.n * sizeof *seen);
	VEC(const struct proven *) todo = {0};
	regset read = 0;
	if (!first)
		return ~(regset)0;
	VEC_PUSH(f->arena, &todo, first);
	while (todo.n) {
		const struct proven *p = todo.v[--todo.n];
		read |= image_compiled(f->img, p->addr) ? p->reads_first : ~(regset)0;
		for (size_t i = 0; i < p->calls.n; i++) {
			int callee = p->calls.v[i].callee;
			if (callee == NO_FUNCTION)
				return ~(regset)0;
			if (!seen[callee])
				VEC_PUSH(f->arena, &todo, &proof->funcs.v[callee]);
			seen[callee] = true;
		}
	}
	return read;
}

// Control leaves the function, or comes back to it, with what is held.
static bool gives_away(const struct following *f, const struct insn *in, const struct holding *held)
{
	regset handed = (held->whole | held->spoilt) & ~f->img->arch->regs.callee_saved;
	switch (in->kind) {
	case INSN_CALL:
		return handed && handed & read_by(f, in->target);
	case INSN_RETURN:
		return held->whole & f->results;
	case INSN_JUMP:
		return !in->target && (held->whole | held->spoilt);
	default:
		return false;
	}
}

// The register of which a load writes the low part and keeps the rest.
static regset loads_part(const struct insn *in)
{
	bool part = in->kind == INSN_MOVE && in->to.kind == OPERAND_REGISTER && in->to.bits < 32 && in->a.kind == OPERAND_MEMORY;
	return part ? (regset)1 << in->to.reg : 0;
}

// What the registers hold behind the instruction.
static struct holding step(struct following *f, const struct insn *in, struct holding held)
{
	regset kept = in->merges | loads_part(in);
	bool takes = refers_into(f->img, f->section, in) && !has_access(in), uses = in->data & ~kept & held.whole;
	f->relied |= gives_away(f, in, &held) || (in->reads & ~in->merges & held.spoilt);
	if (in->kind == INSN_CALL)
		return held;
	regset parts = in->writes & kept & held.whole, written = in->writes & ~kept;
	struct holding behind = {held.whole & ~in->writes, (held.spoilt | parts) & ~written};
	if (in->kind == INSN_COMPARE)
		f->relied |= uses && in->a.bits != 64;
	else if (uses || takes)
		f->relied |= !keeps_an_address(in);
	if ((uses || takes) && keeps_an_address(in))
		behind.whole |= (regset)1 << in->to.reg;
	return behind;
}

// relies tells whether the function may rely on more of an address of the section
// than that what it accesses is there.
static bool relies(struct following *f)
{
	const struct symbol *s = f->function;
	f->results = results_of(f->arena, f->img, s);
	f->held = arena_alloc(f->arena, s->size * sizeof *f->held);
	f->seen = arena_alloc(f->arena, s->size * sizeof *f->seen);
	for (uint64_t addr = s->addr; addr < s->addr + s->size; addr++)
		if (flow_at(&f->proof->flow, addr))
			arrive(f, addr, (struct holding){0});
	while (f->todo.n && !f->relied) {
		struct insn in;
		uint64_t addr = f->todo.v[--f->todo.n];
		if (!f->img->arch->decode(f->img->bytes + (addr - f->img->base), f->img->text_end - addr, addr, &in))
			return true;
		struct holding held = step(f, &in, f->held[addr - s->addr]);
		if ((in.kind == INSN_JUMP || in.kind == INSN_BRANCH) && in.target)
			arrive(f, in.target, held);
		if (in.kind != INSN_JUMP && in.kind != INSN_RETURN && in.kind != INSN_TRAP)
			arrive(f, insn_end(&in), held);
	}
	return f->relied;
}

// Whether something that is followed takes an address of the section; and constants hold none.
static bool section_is_relied_on(struct arena *a, const struct image *img, const struct proof *proof,
                                 const struct input_section *section)
{
	for (size_t i = image_first_reloc(img, img->text_end); i < img->relocs.n; i++)
		if (inside(section, img->relocs.v[i].value) || img->relocs.v[i].section == section->start)
			return true;
	for (uint64_t addr = img->base; addr < img->text_end; addr++) {
		struct insn in;
		if (!flow_at(&proof->flow, addr) ||
		    !img->arch->decode(img->bytes + (addr - img->base), img->text_end - addr, addr, &in) ||
		    !refers_into(img, section, &in) || has_access(&in))
			continue;
		struct following f = {.img = img, .proof = proof, .section = section, .arena = a,
		                      .function = image_function_at(img, addr)};
		if (!f.function || !image_compiled(img, addr) || relies(&f))
			return true;
		addr = f.function->addr + f.function->size - 1; // all of it has been looked at
	}
	return false;
}

// Some constant or variable holds its address: whoever reads that may rely on it.
static bool is_led_to(const struct image *img, const struct input_section *s)
{
	for (size_t i = 0; i < img->relocs.n; i++)
		if (img->relocs.v[i].dynamic && img->relocs.v[i].section == s->start)
			return true;
	return false;
}

void align_lower(struct arena *a, struct image *img, const struct proof *proof)
{
	uint64_t most = 1;
	if (img->align <= MOST_ALIGN)
		return;
	for (size_t i = 0; i < img->sections.n; i++) {
		struct input_section *s = &img->sections.v[i];
		if (s->align > MOST_ALIGN && !is_led_to(img, s) && !section_is_relied_on(a, img, proof, s))
			s->align = MOST_ALIGN;
		most = s->align > most ? s->align : most;
	}
	if (img->sections.n)
		img->align = most;
}
