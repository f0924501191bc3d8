#include "placecheck.h"

#include "goasm.h"
#include "placemeans.h"
#include "trampolines/functext.h"

#include <Zydis/Zydis.h>
#include <string.h>

struct decoded {
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
};

struct checker {
	struct arena *arena;
	const struct image *img;
	const struct flow *flow;
	const struct placement *p;
	struct goasm go;
	ZydisDecoder decoder;
	uint64_t **stands; // for each byte of each text: the instruction of the image that starts there
	VEC(struct pair) todo;
	int *taken;        // of each constant: the text whose copy has its address taken, plus one
	const char *broken;
};

static void broken(struct checker *c, const char *what, int text, uint64_t at, uint64_t addr)
{
	if (!c->broken)
		c->broken = arena_printf(c->arena, "%s (text %d %s +0x%llx, image 0x%llx)", what, text,
		                         text >= 0 && (size_t)text < c->p->texts.n ? c->p->texts.v[text].name : "?", (unsigned long long)at,
		                         (unsigned long long)addr);
}

// The ops by themselves: Go's sum over all of them, in the order of the file.
static void check_ops(struct checker *c, int text)
{
	const struct text *t = &c->p->texts.v[text];
	int64_t sum = 0;
	uint64_t at = 0;
	for (size_t i = 0; i < t->ops.n; i++) {
		const struct op *op = &t->ops.v[i];
		if (op->at != at)
			broken(c, "an op out of place", text, op->at, op->addr);
		if (op->stack.exact != (op->live && !op->stack.vague && sum == op->stack.depth))
			broken(c, "exact is not what the sum says", text, op->at, op->addr);
		if (op->kind == OP_PAD && op->live)
			broken(c, "padding that runs", text, op->at, op->addr);
		sum += op->stack.adjust;
		at += op->length;
	}
	if (at != t->code_size)
		broken(c, "the size of the code", text, at, 0);
}

static const struct op *op_at(const struct text *t, uint64_t at)
{
	size_t lo = 0, hi = t->ops.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (t->ops.v[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->ops.n && t->ops.v[lo].at == at ? &t->ops.v[lo] : NULL;
}

static bool decode(const struct checker *c, const uint8_t *bytes, uint64_t left, struct decoded *in)
{
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(&c->decoder, bytes, left, &in->i, in->op));
}

static void follow(struct checker *c, struct pair p)
{
	VEC_PUSH(c->arena, &c->todo, p);
}

// refers checks an operand of the instruction at p that is not a jump's: the
// image has it at addr + field and means target, the text has `to`.
static void refers(struct checker *c, struct pair p, uint8_t field, uint64_t target, struct pair to, bool address)
{
	struct pair code;
	uint64_t at, place = means_place(c->img, p.addr + field, target);
	int constant = means_constant(c->p, place);
	if (place < c->img->text_end) {
		if (!means_home(c->p, target, &code) || code.text != to.text || code.at != to.at)
			broken(c, "an address of other code", p.text, p.at, p.addr);
	} else if (constant == NOTHING || !means_copy(c->p, to.text, constant, &at) ||
	           to.at != at + (target - c->p->constants.v[constant].start)) {
		broken(c, "an address of another constant", p.text, p.at, p.addr);
	} else if (address && c->taken[constant] && c->taken[constant] != to.text + 1) {
		broken(c, "two addresses of one constant", p.text, p.at, p.addr);
	} else if (address) {
		c->taken[constant] = to.text + 1;
	}
}

// Where the field of the instruction in the text leads.
static struct pair leads(struct checker *c, struct pair p, uint8_t field, uint8_t width, uint8_t length)
{
	const struct goasm_text *t = &c->go.texts.v[p.text];
	const struct goasm_ref *ref = goasm_ref(t, p.at + field);
	if (ref && ref->text >= 0)
		return (struct pair){0, ref->text, (uint64_t)ref->offset - c->go.texts.v[ref->text].entry};
	uint64_t v = 0;
	for (uint8_t i = 0; i < width; i++)
		v |= (uint64_t)t->bytes.v[p.at + field + i] << 8 * i;
	v = (v ^ 1ULL << (8 * width - 1)) - (1ULL << (8 * width - 1));
	return (struct pair){0, p.text, p.at + length + v};
}

static bool in_body(const struct checker *c, struct pair p)
{
	return p.at < c->p->texts.v[p.text].code_size && p.at < c->go.texts.v[p.text].bytes.n;
}

static void check_depth(struct checker *c, struct pair p, const struct flow_insn *f)
{
	const struct op *op = op_at(&c->p->texts.v[p.text], p.at);
	int64_t told = c->go.texts.v[p.text].depth.v[p.at];
	if (!op || !op->live)
		broken(c, "what is run is not known to be", p.text, p.at, p.addr);
	else if (op->stack.exact && (f->vague || told != f->depth))
		broken(c, "called exact, with another depth", p.text, p.at, p.addr);
	else if (!op->stack.exact && !f->vague && told == f->depth)
		broken(c, "called inexact, with the right depth", p.text, p.at, p.addr);
}

// Direct jumps are not compared one by one: they are added and left out where
// code is moved. What counts is where they end.
static bool pass_jumps(struct checker *c, struct pair *p)
{
	struct decoded in;
	for (int n = 0; n < 16; n++) {
		if (!decode(c, c->img->bytes + (p->addr - c->img->base), c->img->text_end - p->addr, &in))
			return false;
		if (in.i.mnemonic != ZYDIS_MNEMONIC_JMP || !in.op[0].imm.is_relative)
			break;
		ZydisCalcAbsoluteAddress(&in.i, &in.op[0], p->addr, &p->addr);
		if (!flow_at(c->flow, p->addr))
			return false;
	}
	return true;
}

static bool pass_text_jumps(struct checker *c, struct pair *p, const struct flow_insn *f)
{
	struct decoded in;
	for (int n = 0; n < 64; n++) {
		const struct goasm_text *t = &c->go.texts.v[p->text];
		if (!in_body(c, *p) || !decode(c, t->bytes.v + p->at, t->bytes.n - p->at, &in)) {
			broken(c, "runs off its text", p->text, p->at, p->addr);
			return false;
		}
		if (in.i.mnemonic != ZYDIS_MNEMONIC_JMP || !in.op[0].imm.is_relative)
			return true;
		const struct op *op = op_at(&c->p->texts.v[p->text], p->at);
		if (!op || !op->live || (op->stack.exact && !f->vague && t->depth.v[p->at] != f->depth))
			broken(c, "a jump with another depth", p->text, p->at, p->addr);
		struct pair to = leads(c, *p, in.i.raw.imm[0].offset, in.i.raw.imm[0].size / 8, in.i.length);
		p->text = to.text;
		p->at = to.at;
	}
	return false; // jumps in a circle
}

static int64_t adjusts(const struct decoded *in)
{
	if (in->op[0].type != ZYDIS_OPERAND_TYPE_REGISTER || in->op[0].reg.value != ZYDIS_REGISTER_RSP ||
	    in->op[1].type != ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return 0;
	return in->i.mnemonic == ZYDIS_MNEMONIC_SUB   ? in->op[1].imm.value.s
	       : in->i.mnemonic == ZYDIS_MNEMONIC_ADD ? -in->op[1].imm.value.s
	                                              : 0;
}

// cmd/asm may spell a change of the stack pointer in fewer bytes; nops follow.
static bool same_adjustment(struct checker *c, struct pair p, const struct decoded *was, const struct decoded *is)
{
	struct decoded nop;
	const struct goasm_text *t = &c->go.texts.v[p.text];
	uint64_t at = p.at + is->i.length, end = p.at + was->i.length;
	if (!adjusts(was) || adjusts(was) != adjusts(is))
		return false;
	for (; at < end; at += nop.i.length)
		if (!decode(c, t->bytes.v + at, t->bytes.n - at, &nop) || nop.i.mnemonic != ZYDIS_MNEMONIC_NOP)
			return false;
	return at == end;
}

// A REX prefix has bits that push and pop do not look at.
static bool same_push(const struct decoded *was, const struct decoded *is)
{
	return (was->i.mnemonic == ZYDIS_MNEMONIC_PUSH || was->i.mnemonic == ZYDIS_MNEMONIC_POP) && was->i.mnemonic == is->i.mnemonic &&
	       was->i.length == is->i.length && was->op[0].type == ZYDIS_OPERAND_TYPE_REGISTER && is->op[0].type == was->op[0].type &&
	       was->op[0].reg.value == is->op[0].reg.value;
}

static bool same_bytes(struct checker *c, struct pair p, const struct decoded *in, uint8_t field, uint8_t width)
{
	const uint8_t *was = c->img->bytes + (p.addr - c->img->base), *is = c->go.texts.v[p.text].bytes.v + p.at;
	for (uint8_t i = 0; i < in->i.length; i++)
		if (was[i] != is[i] && !(i >= field && i < field + width))
			return false;
	return true;
}

static void compare(struct checker *c, struct pair p, const struct flow_insn *f)
{
	struct decoded was, is;
	const struct goasm_text *t = &c->go.texts.v[p.text];
	uint8_t field = 0, width = 0;
	if (!decode(c, c->img->bytes + (p.addr - c->img->base), c->img->text_end - p.addr, &was) ||
	    !decode(c, t->bytes.v + p.at, t->bytes.n - p.at, &is)) {
		broken(c, "no instruction", p.text, p.at, p.addr);
		return;
	}
	bool branches = was.op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE && was.op[0].imm.is_relative && was.i.operand_count_visible == 1;
	ZyanU64 target = 0;
	for (int k = 0; k < was.i.operand_count_visible; k++) {
		const ZydisDecodedOperand *o = &was.op[k];
		bool relative = o->type == ZYDIS_OPERAND_TYPE_MEMORY && (o->mem.base == ZYDIS_REGISTER_RIP || o->mem.base == ZYDIS_REGISTER_EIP);
		if (!branches && !relative)
			continue;
		ZydisCalcAbsoluteAddress(&was.i, o, p.addr, &target);
		field = branches ? was.i.raw.imm[0].offset : was.i.raw.disp.offset;
		width = (uint8_t)((branches ? was.i.raw.imm[0].size : was.i.raw.disp.size) / 8);
	}
	if (!same_adjustment(c, p, &was, &is) && !same_push(&was, &is) && !same_bytes(c, p, &was, field, width)) {
		broken(c, "another instruction", p.text, p.at, p.addr);
		return;
	}
	struct pair to = field ? leads(c, p, field, width, was.i.length) : p;
	if (branches) {
		to.addr = target;
		if (flow_at(c->flow, target))
			follow(c, to);
	} else if (field) {
		refers(c, p, field, target, to, was.i.mnemonic == ZYDIS_MNEMONIC_LEA);
	}
	struct pair next = {p.addr + was.i.length, p.text, p.at + was.i.length};
	if (f->falls)
		follow(c, next);
	else if (was.i.meta.category == ZYDIS_CATEGORY_CALL && (next.at >= t->bytes.n || t->depth.v[next.at] != t->depth.v[p.at]))
		broken(c, "another depth where a call would return to", p.text, p.at, p.addr);
}

static void check_pair(struct checker *c, struct pair p)
{
	const struct flow_insn *f = flow_at(c->flow, p.addr);
	if (!f) {
		broken(c, "code that the proof did not follow", p.text, p.at, p.addr);
		return;
	}
	if (!pass_text_jumps(c, &p, f) || !pass_jumps(c, &p))
		return;
	f = flow_at(c->flow, p.addr);
	uint64_t *stands = &c->stands[p.text][p.at];
	if (*stands == p.addr)
		return;
	if (*stands)
		broken(c, "one place for two", p.text, p.at, p.addr);
	*stands = p.addr;
	check_depth(c, p, f);
	compare(c, p, f);
}

// expect_constant is what a text's copy of a constant has to hold; where it
// leads to code, that is followed.
static void expect_constant(struct checker *c, int text, const struct copy *copy, uint8_t *want)
{
	const struct constant *k = &c->p->constants.v[copy->constant];
	int32_t was, is;
	memcpy(want, c->img->bytes + (k->start - c->img->base), k->end - k->start);
	for (size_t i = image_first_reloc(c->img, k->start); i < c->img->relocs.n && c->img->relocs.v[i].addr + 4 <= k->end; i++) {
		uint64_t addr = c->img->relocs.v[i].addr, at;
		memcpy(&was, c->img->bytes + (addr - c->img->base), sizeof was);
		uint64_t target = addr + (uint64_t)(int64_t)was, place = means_place(c->img, addr, target);
		int to = means_constant(c->p, place);
		if (to == NOTHING || !means_copy(c->p, text, to, &at))
			continue;
		is = (int32_t)(int64_t)(at + (target - c->p->constants.v[to].start) - (copy->at + (addr - k->start)));
		memcpy(want + (addr - k->start), &is, sizeof is);
	}
	for (size_t i = 0; i < c->flow->tables.n; i++) {
		const struct flow_table *t = &c->flow->tables.v[i];
		for (size_t n = 0; n < t->n; n++) {
			uint64_t addr = t->addr + 4 * n, from;
			struct pair to;
			if (addr < k->start || addr + 4 > k->end)
				continue;
			memcpy(&was, c->img->bytes + (addr - c->img->base), sizeof was);
			int base = means_constant(c->p, t->from);
			if (base == NOTHING || !means_copy(c->p, text, base, &from) || !means_home(c->p, t->from + (uint64_t)(int64_t)was, &to) || to.text != text) {
				broken(c, "a jump table away from its code", text, copy->at, addr);
				continue;
			}
			is = (int32_t)(int64_t)(to.at - (from + (t->from - c->p->constants.v[base].start)));
			memcpy(want + (addr - k->start), &is, sizeof is);
			follow(c, to);
		}
	}
}

static void check_constants(struct checker *c, int text)
{
	const struct text *t = &c->p->texts.v[text];
	const struct goasm_text *go = &c->go.texts.v[text];
	uint64_t end = t->code_size;
	for (size_t i = 0; i < t->copies.n; i++) {
		const struct copy *copy = &t->copies.v[i];
		const struct constant *k = &c->p->constants.v[copy->constant];
		uint64_t n = k->end - k->start;
		uint8_t *want = arena_alloc(c->arena, n);
		if (copy->at < end || copy->at + n > go->bytes.n || (copy->at | t->align) & (k->align - 1)) {
			broken(c, "a constant at a wrong place", text, copy->at, k->start);
			return;
		}
		expect_constant(c, text, copy, want);
		if (memcmp(want, go->bytes.v + copy->at, n) != 0)
			broken(c, "another constant", text, copy->at, k->start);
		end = copy->at + n;
	}
	if (t->size != end || go->bytes.n != end)
		broken(c, "the size of the text", text, end, go->bytes.n);
}

// Go's linker adds up what NOSPLIT functions use, by the same tables.
static void check_text(struct checker *c, int text)
{
	const struct text *t = &c->p->texts.v[text];
	const struct goasm_text *go = &c->go.texts.v[text];
	check_ops(c, text);
	if (strcmp(t->name, go->name) != 0 || t->deep == go->nosplit || t->entry != go->entry || t->align != go->align)
		broken(c, "another symbol", text, 0, 0);
	for (size_t i = 0; i < go->depth.n; i++)
		if (go->nosplit && go->depth.v[i] > 512)
			broken(c, "deeper than Go's linker allows", text, i, 0);
	check_constants(c, text);
}

// Trampolines call functions by what function_operand says.
static void check_entry(struct checker *c, const struct proven *f)
{
	struct pair at;
	if (!flow_at(c->flow, f->addr))
		return; // only its address is known
	if (!means_home(c->p, f->addr, &at)) {
		broken(c, "a function that has no place", NOTHING, 0, f->addr);
		return;
	}
	const struct text *t = &c->p->texts.v[at.text];
	int64_t offset = (int64_t)(at.at + t->entry);
	const char *plus = offset ? arena_printf(c->arena, "+%lld", (long long)offset) : "";
	if (strcmp(function_operand(c->arena, c->p, f->addr), arena_printf(c->arena, "\302\267%s<>%s(SB)", t->name, plus)) != 0)
		broken(c, "the operand of a function", at.text, at.at, f->addr);
	follow(c, at);
}

bool *place_all_called(struct arena *a, const struct placement *p)
{
	bool *called = arena_alloc(a, p->texts.n * sizeof *called);
	for (size_t i = 0; i < p->texts.n; i++)
		called[i] = true;
	return called;
}

const char *place_check(struct arena *a, const struct image *img, const struct proof *proof, const struct placement *p)
{
	struct checker c = {.arena = a, .img = img, .flow = &proof->flow, .p = p};
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};
	functions_text(&t, &(struct functions){emitter_of("amd64"), img, proof, p, place_all_called(a, p), "x.s"});
	goasm_read(a, out.p ? out.p : "", &c.go);
	if (c.go.broken || c.go.texts.n != p->texts.n)
		return c.go.broken ? c.go.broken : "not as many symbols as texts";
	ZydisDecoderInit(&c.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	c.stands = arena_alloc(a, (p->texts.n + 1) * sizeof *c.stands);
	c.taken = arena_alloc(a, (p->constants.n + 1) * sizeof *c.taken);
	for (size_t i = 0; i < p->texts.n; i++) {
		c.stands[i] = arena_alloc(a, (c.go.texts.v[i].bytes.n + 1) * sizeof **c.stands);
		check_text(&c, (int)i);
	}
	for (size_t i = 0; i < proof->funcs.n; i++)
		check_entry(&c, &proof->funcs.v[i]);
	while (c.todo.n && !c.broken)
		check_pair(&c, c.todo.v[--c.todo.n]);
	return c.broken;
}
