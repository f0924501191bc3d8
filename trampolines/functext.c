// functext.c - C functions as TEXT symbols of Go's assembler.
//
// A shallow text is NOSPLIT and has no frame: its body is all there is, and
// Go's linker adds up what a chain of them uses. A deep one would be more than
// that sum may be: it gets an ordinary frame, whose prologue lies in front of
// the body and is never run (ADJSP takes its effect on the unwinder back), and
// stays out of the sum. Its callers call the body, and the trampoline has
// reserved its stack.
#include "trampolines/functext.h"

#include "arch/arch.h"
#include "base/round.h"
#include "link/dwarfpos.h"
#include "place/place.h"
#include "trampolines/datatext.h"
#include "trampolines/dense.h"

#include <string.h>

enum { MAX_INSTRUCTION = 16, DATA_WORD = 8 }; // bytes

struct writer {
	struct asmtext *t;
	const struct emitter *e;
	struct arena *arena;
	const struct image *img;
	const struct proof *proof;
	const struct placement *p;
	const char *file;
	int text;
	uint64_t dense_over; // bytes of code
	const char *at_file; // what #line has told last
	int at_line;         // of the line that is written next
};

static const struct text *current(const struct writer *w)
{
	return &w->p->texts.v[w->text];
}

static const char *symbol_operand(struct arena *a, const struct text *t, int64_t offset)
{
	int64_t n = (int64_t)t->entry + offset;
	const char *plus = n ? arena_printf(a, "%+lld", (long long)n) : "";
	return arena_printf(a, "\302\267%s<>%s(SB)", t->name, plus);
}

static const char *code_operand(struct arena *a, const struct placement *p, uint64_t addr, int64_t beyond)
{
	const struct piece *piece = &p->pieces.v[place_piece(p, addr)];
	return symbol_operand(a, &p->texts.v[piece->text], (int64_t)place_code(p, addr) + beyond);
}

const char *function_operand(struct arena *a, const struct placement *p, uint64_t addr)
{
	return code_operand(a, p, addr, 0);
}

static const char *operand_of(const struct writer *w, const struct op *op)
{
	if (op->ref.constant == NOTHING)
		return code_operand(w->arena, w->p, op->ref.to, op->ref.beyond);
	int text = w->p->constants.v[op->ref.constant].text;
	return symbol_operand(w->arena, &w->p->texts.v[text], (int64_t)place_operand(w->p, text, op) + op->ref.beyond);
}

// tell_line lets what follows stand for a line of C. What is of the same one as
// the line before goes onto it, as far as that reads well: the next line would
// be one on. asmfmt wants the empty line, and cmd/asm's lexer numbers the line
// behind `#line n` with n-1.
static void tell_line(struct writer *w, uint64_t addr, bool may_join)
{
	const char *file;
	int line;
	if (!image_line(w->arena, w->img, addr, &file, &line)) {
		if (w->t->dense && !w->at_file && may_join)
			asm_join(w->t);
		return;
	}
	bool same = w->at_file && strcmp(file, w->at_file) == 0;
	if (same && line == w->at_line)
		return;
	if (!same || line != w->at_line - 1 || !may_join || !asm_join(w->t))
		asm_text(w->t, "\n#line %d \"%s\"\n", line + 1, file);
	w->at_file = file;
	w->at_line = line;
}

// From here on lines are those of the generated file.
static void tell_own_line(struct writer *w)
{
	asm_text(w->t, "\n#line %d \"%s\"\n", asm_lines(w->t) + 4, w->file);
}

static const char *op_comment(const struct writer *w, const struct op *op, const uint8_t *bytes)
{
	const char *text;
	if (w->t->dense)
		return NULL;
	w->e->disassemble(w->arena, bytes, op->length, op->at, &text);
	bool inexact = op->kind == OP_BYTES && !op->stack.exact;
	return inexact ? arena_printf(w->arena, "%s; unwinding is inexact", text) : text;
}

static void write_bytes(struct writer *w, const struct op *op)
{
	uint8_t bytes[MAX_INSTRUCTION];
	memcpy(bytes, op->bytes ? op->bytes : w->img->bytes + (op->addr - w->img->base), op->length);
	if (!op->bytes && op->ref.width)
		w->img->arch->go.refer(op, bytes, place_operand(w->p, w->text, op) + (uint64_t)op->ref.beyond);
	asm_bytes(w->t, w->e->directives, bytes, op->length, op_comment(w, op, bytes));
}

static void write_goto(struct writer *w, const struct op *op)
{
	uint8_t bytes[MAX_INSTRUCTION];
	w->e->jump(op, bytes);
	asm_bytes(w->t, w->e->directives, bytes, op->length, op_comment(w, op, bytes));
}

static bool has_place(const struct op *op)
{
	return op->kind == OP_CALL || op->kind == OP_JUMP || op->kind == OP_ADDRESS;
}

// An instruction whose operand is in the program's data: Go's linker fills it in.
static int write_symbol(struct writer *w, const struct op *op)
{
	const char *place = datum_operand(w->arena, w->p, op->ref.constant, op->ref.to);
	const uint8_t *bytes = w->img->bytes + (op->addr - w->img->base);
	struct spelling s = {.op = "UNDEF", .operands = ""};
	w->e->spell(w->arena, bytes, op->length, place, &s); // it has been tried before
	if (s.prefix)
		asm_op(w->t, s.prefix, "%s", "");
	asm_data(w->t, s.op, s.operands, op->stack.exact ? NULL : "unwinding is inexact");
	return s.prefix ? 2 : 1;
}

// write_op appends an instruction; the result is how many lines it takes.
static int write_op(struct writer *w, const struct op *op)
{
	switch (op->kind) {
	case OP_BYTES:
		write_bytes(w, op);
		return op->length > 0;
	case OP_GOTO:
		write_goto(w, op);
		return 1;
	case OP_SYMBOL:
		return write_symbol(w, op);
	default:
		return w->e->instruction(w->t, op, has_place(op) ? operand_of(w, op) : NULL);
	}
}

static void fill(const struct writer *w, uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		bytes[i] = w->e->trap.bytes[i % w->e->trap.n];
}

// Bytes that are never run: the compiler's own, unless they would have to be
// relocated.
static size_t write_pad(struct writer *w, const struct ops *ops, size_t i)
{
	uint8_t bytes[MAX_INSTRUCTION];
	size_t n = 0;
	fill(w, bytes, sizeof bytes);
	for (; i < ops->n && ops->v[i].kind == OP_PAD && n < sizeof bytes; i++, n++) {
		uint64_t addr = ops->v[i].addr;
		size_t r = image_first_reloc(w->img, addr > w->img->base + 8 ? addr - 8 : w->img->base);
		bool relocated = r < w->img->relocs.n && w->img->relocs.v[r].addr < addr + 8;
		if (addr && !relocated)
			bytes[n] = w->img->bytes[addr - w->img->base];
	}
	asm_bytes(w->t, w->e->directives, bytes, n, "not run");
	w->at_line++;
	return i;
}

static void write_code(struct writer *w, const struct ops *ops)
{
	for (size_t i = 0; i < ops->n;) {
		const struct op *op = &ops->v[i];
		if (op->kind == OP_PAD) {
			i = write_pad(w, ops, i);
			continue;
		}
		if (op->live && op->addr)
			tell_line(w, op->addr, i && ops->v[i - 1].live);
		w->at_line += write_op(w, op);
		i++;
	}
}

static void constant_bytes(const struct writer *w, uint64_t addr, uint64_t n, uint8_t *bytes)
{
	memcpy(bytes, w->img->bytes + (addr - w->img->base), n);
	for (uint64_t i = 0; i + 4 <= n; i++) {
		int32_t element;
		if (!place_table_element(w->p, w->img, &w->proof->flow, w->text, addr + i, &element))
			continue;
		memcpy(bytes + i, &element, sizeof element);
	}
}

// write_constants appends the copies, and what fills the gaps before them. The first gap is the end of the code.
static void write_constants(struct writer *w)
{
	const struct text *t = current(w);
	uint64_t size = 0;
	for (size_t i = 0; i < t->copies.n; i++) {
		const struct constant *c = &w->p->constants.v[t->copies.v[i].constant];
		size = t->copies.v[i].at + (c->end - c->start) - t->code_size;
	}
	size = round_up(size, asm_least(w->e->directives));
	uint8_t *bytes = arena_alloc(w->arena, size + 1);
	fill(w, bytes, size);
	for (size_t i = 0; i < t->copies.n; i++) {
		const struct constant *c = &w->p->constants.v[t->copies.v[i].constant];
		constant_bytes(w, c->start, c->end - c->start, bytes + (t->copies.v[i].at - t->code_size));
	}
	uint64_t gap = t->copies.n ? t->copies.v[0].at - t->code_size : 0;
	for (uint64_t at = 0; at < gap; at += MAX_INSTRUCTION)
		asm_bytes(w->t, w->e->directives, bytes + at,
		          gap - at < MAX_INSTRUCTION ? gap - at : MAX_INSTRUCTION, "not run");
	dense_end(w->t);
	w->t->loose = false;
	if (size && t->code_size)
		asm_text(w->t, "\n");
	dense_constants(w->t, w->e->directives, bytes + gap, size - gap, t->code_size + gap);
}

// The places where the unwinder will be wrong, as offsets into the symbol.
static void list_inexact(struct writer *w)
{
	const struct text *t = current(w);
	struct buf list = {.arena = w->arena};
	for (size_t i = 0; i < t->ops.n; i++)
		if (t->ops.v[i].live && !t->ops.v[i].stack.exact)
			buf_printf(&list, "%s+0x%llx", list.len ? ", " : "",
			           (unsigned long long)(t->entry + t->ops.v[i].at));
	if (list.len)
		asm_text(w->t, "// Unwinding is inexact at %s.\n", list.p);
}

static void write_text(struct writer *w)
{
	const struct text *t = current(w);
	bool dense = t->code_size > w->dense_over;
	if (dense)
		dense_macros(w->t, w->e->directives);
	tell_own_line(w); // behind code, asmfmt would indent the comment
	const char *name = t->pieces.n ? w->p->pieces.v[t->pieces.v[0]].name : "constants of several functions";
	asm_text(w->t, "// %s\n", asm_one_line(w->arena, name));
	if (t->why)
		asm_text(w->t, "// One symbol for several functions: %s.\n", asm_one_line(w->arena, t->why));
	list_inexact(w);
	w->at_file = NULL;
	uint64_t first = t->pieces.n ? w->p->pieces.v[t->pieces.v[0]].start : 0;
	const char *file;
	int line;
	bool told = first && image_line(w->arena, w->img, first, &file, &line);
	if (told)
		asm_text(w->t, "#line %d \"%s\"\n", line + 1, file);
	w->e->text_head(w->t, t);
	asm_op(w->t, "PCALIGN", "$%llu", (unsigned long long)t->align);
	w->t->loose = !told && !dense;
	if (!told)
		asm_text(w->t, "\n"); // PCALIGN would widen the column of the ops
	if (dense)
		dense_begin(w->t, w->e->directives);
	write_code(w, &t->ops);
	write_constants(w);
	asm_flush(w->t);
}

struct todo {
	VEC(int) texts;
};

static void need(struct arena *a, bool *used, struct todo *todo, int text)
{
	if (used[text])
		return;
	used[text] = true;
	VEC_PUSH(a, &todo->texts, text);
}

static void need_referred(struct arena *a, const struct placement *p, const struct text *t, bool *used, struct todo *todo)
{
	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct piece *piece = &p->pieces.v[t->pieces.v[i]];
		for (size_t k = 0; k < piece->ops.n; k++) {
			const struct op *op = &piece->ops.v[k];
			int to = op->ref.width && op->ref.constant == NOTHING ? place_piece(p, op->ref.to) : NOTHING;
			if (to != NOTHING)
				need(a, used, todo, p->pieces.v[to].text);
		}
	}
}

// Data holds the addresses of functions of theirs.
static void need_pointed_to(const struct writer *w, bool *used, struct todo *todo)
{
	for (size_t i = 0; i < w->img->relocs.n && w->p->data.n; i++) {
		const struct reloc *r = &w->img->relocs.v[i];
		int piece = r->dynamic ? place_piece(w->p, r->value) : NOTHING;
		if (piece != NOTHING)
			need(w->arena, used, todo, w->p->pieces.v[piece].text);
	}
}

// Code that no entry gets to is left out; with all code, constants and data too.
static const bool *find_used(const struct writer *w, const bool *called)
{
	const struct placement *p = w->p;
	bool *used = arena_alloc(w->arena, p->texts.n + 1);
	struct todo todo = {{0}};
	for (size_t i = 0; i < p->texts.n; i++)
		if (called[i])
			need(w->arena, used, &todo, (int)i);
	bool any = todo.texts.n > 0;
	if (any)
		need_pointed_to(w, used, &todo);
	while (todo.texts.n)
		need_referred(w->arena, p, &p->texts.v[todo.texts.v[--todo.texts.n]], used, &todo);
	for (size_t i = 0; i < p->texts.n && any; i++)
		used[i] |= !p->texts.v[i].pieces.n;
	return any ? used : NULL;
}

void functions_text(struct asmtext *t, const struct functions *f)
{
	struct writer w = {
		.t = t, .e = f->e, .arena = t->out->arena,
		.img = f->img, .proof = f->proof, .p = f->placement, .file = f->file,
	};
	const bool *used = find_used(&w, f->called);
	uint64_t code = 0;
	for (size_t i = 0; used && i < w.p->texts.n; i++)
		code += used[i] ? w.p->texts.v[i].code_size : 0;
	w.dense_over = dense_over(code);
	for (size_t i = 0; i < w.p->texts.n; i++) {
		w.text = (int)i;
		if (used && used[i])
			write_text(&w);
	}
	if (w.p->data.n)
		tell_own_line(&w);
	if (used)
		data_text(t, f->e, w.img, w.p);
}

void body_text(struct asmtext *t, const struct emitter *e, const struct body *body)
{
	struct writer w = {.t = t, .e = e, .arena = t->out->arena, .img = body->image, .p = body->placement, .file = body->file};
	if (body->fused.constants.n)
		e->address(t, body->constants, body->fused.constants_register);
	asm_flush(t);
	write_code(&w, &body->fused.ops);
	tell_own_line(&w);
}

void body_constants(struct asmtext *t, const struct body *body)
{
	const struct fused *f = &body->fused;
	uint8_t *bytes = arena_alloc(t->out->arena, f->constants_size);
	for (size_t i = 0; i < f->constants.n; i++) {
		const struct fused_constant *c = &f->constants.v[i];
		memcpy(bytes + c->at, body->image->bytes + (c->addr - body->image->base), c->size);
	}
	if (f->constants.n)
		asm_text(t, "\n");
	for (uint64_t at = 0; at < f->constants_size; at += DATA_WORD)
		asm_text(t, "DATA %s+%llu(SB)/8, $0x%016llx\n", body->constants, (unsigned long long)at,
		         (unsigned long long)asm_little_endian(bytes + at, DATA_WORD));
	if (f->constants.n)
		asm_text(t, "GLOBL %s(SB), RODATA|NOPTR, $%llu\n", body->constants,
		         (unsigned long long)f->constants_size);
}
