#include "trampolines/amd64/regentry.h"

#include "arch/amd64/goabi.h"
#include "trampolines/amd64/emit.h"
#include "trampolines/amd64/emitter.h"
#include "trampolines/functext.h"

#include <string.h>

enum { WORD = 8, RETURN_ADDRESS = 8, RAX = 0, RDX = 2, ZERO_REGISTER = 15 /* X15 is zero in Go */ };

// A move of one word between what Go passes and what C takes.
struct word_move {
	struct go_word go;
	bool is_float;
	int c;                    // the general register's hardware number, or the SSE register's
	uint64_t stack;           // or, if it goes to the stack: bytes from C's first argument there
	const struct ctype *type; // of a scalar, or NULL
};

struct register_moves {
	VEC(struct word_move) args, stack, results; // stack: arguments that C takes there
	struct passing passing;
};

static const int c_ints[SYSV_INT_REGS] = {7, 6, 2, 1, 8, 9};

static const char no_words[] = "has arguments beyond whole words in registers";
static const char no_result[] = "has a result beyond whole words in registers";

// The word of Go's that has all of the n bytes at offset.
static const struct go_word *word_at(const struct go_words *w, uint64_t offset, uint64_t n)
{
	for (size_t i = 0; i < w->v.n; i++) {
		const struct go_word *g = &w->v.v[i];
		if (g->reg == GOABI_ON_STACK ? offset >= g->offset && offset + n <= g->offset + g->size
		                             : offset == g->offset && n == g->size)
			return g;
	}
	return NULL;
}

// plan_word adds the move of n bytes; what is less than a word has to be a
// scalar, or C and Go would not agree on where the next one begins.
static bool plan_word(struct arena *a, const struct go_words *from, uint64_t offset, uint64_t n,
                      struct word_move m, struct register_moves *out, bool to_stack)
{
	const struct go_word *g = word_at(from, offset, n);
	if (!g || (n != WORD && !m.type) || (g->reg == GOABI_ON_STACK && !to_stack))
		return false;
	m.go = *g;
	m.go.stack += offset - g->offset;
	if (g->reg != GOABI_ON_STACK && !to_stack && g->is_float != m.is_float)
		return false;
	if (to_stack) {
		VEC_PUSH(a, &out->stack, m);
		return true;
	}
	if (!m.is_float)
		VEC_PUSH(a, &out->passing.args, ((struct passed){(uint8_t)m.c, (uint8_t)g->reg}));
	VEC_PUSH(a, &out->args, m);
	return true;
}

static bool plan_argument(struct arena *a, const struct go_words *from, const struct carg *arg,
                          const struct sysv_place *p, struct register_moves *out)
{
	uint64_t n = arg->type->size;
	if (p->on_stack) {
		for (uint64_t at = 0; at < n; at += WORD) {
			struct word_move m = {.stack = p->stack + at, .type = arg->scalar ? arg->type : NULL};
			if (!plan_word(a, from, arg->offset + at, n - at < WORD ? n - at : WORD, m, out, true))
				return false;
		}
		return true;
	}
	for (size_t k = 0; k < p->how.eightbytes; k++) {
		bool sse = p->how.cls[k] == SYSV_SSE;
		uint64_t left = n - WORD * k;
		struct word_move m = {.is_float = sse, .c = sse ? p->reg[k] : c_ints[p->reg[k]],
		                      .type = arg->scalar ? arg->type : NULL};
		if (!plan_word(a, from, arg->offset + WORD * k, left < WORD ? left : WORD, m, out, false))
			return false;
	}
	return true;
}

static bool plan_results(struct arena *a, const struct call *b, const struct sysv_call *call, const struct go_words *to,
                         struct register_moves *out)
{
	static const int ints[2] = {RAX, RDX};
	size_t n[2] = {0, 0};
	if (!b->result)
		return true;
	for (size_t k = 0; k < call->result.eightbytes; k++) {
		bool sse = call->result.cls[k] == SYSV_SSE;
		uint64_t left = b->result_size - WORD * k, size = left < WORD ? left : WORD;
		const struct go_word *g = word_at(to, b->result_offset + WORD * k, size);
		int c = sse ? (int)n[1]++ : ints[n[0]++];
		if (!g || g->reg == GOABI_ON_STACK || g->is_float != sse || (size != WORD && !b->result_scalar))
			return false;
		if (!sse)
			VEC_PUSH(a, &out->passing.results, ((struct passed){(uint8_t)c, (uint8_t)g->reg}));
		VEC_PUSH(a, &out->results, ((struct word_move){.go = *g, .is_float = sse, .c = c}));
	}
	return to->v.n == call->result.eightbytes;
}

static uint64_t stack_end(const struct register_moves *e)
{
	uint64_t end = 0;
	for (size_t i = 0; i < e->stack.n; i++)
		end = e->stack.v[i].stack + WORD > end ? e->stack.v[i].stack + WORD : end;
	return end;
}

// C's arguments on the stack stand where Go's are, and where Go leaves room for
// those in registers. Words that only move up can be moved from the last on.
static bool stack_fits(const struct register_moves *e, const struct go_call *go)
{
	for (size_t i = 0; i < e->stack.n; i++) {
		const struct word_move *m = &e->stack.v[i];
		bool memory = m->go.reg == GOABI_ON_STACK;
		if (memory && (m->stack < m->go.stack || m->go.size % WORD || (i > 0 && m->stack < m[-1].stack)))
			return false;
	}
	return stack_end(e) <= go->area;
}

const char *regentry_plan(struct arena *a, const struct trampoline *tr, struct register_plan *plan)
{
	const struct call *b = tr->call;
	struct sysv_call call = emit_assign(a, b);
	struct go_call go = goabi_assign(a, b->go);
	struct register_moves *out = arena_alloc(a, sizeof *out);
	for (size_t i = 0; i < call.nargs; i++)
		if (!plan_argument(a, &go.params, &b->args.v[i], &call.args[i], out))
			return no_words;
	if (!stack_fits(out, &go))
		return no_words;
	if (call.hidden_pointer || !plan_results(a, b, &call, &go.results, out))
		return no_result;
	*plan = (struct register_plan){.takes_memory = out->stack.n > 0, .passing = out->passing, .moves = out};
	return tr->stack + b->go->args_size > NOSPLIT_BYTES ? "uses much of the stack" : NULL;
}

struct move {
	const char *op, *from, *to;
};

static bool is_read(const struct move *m, size_t n, size_t except, const char *reg)
{
	for (size_t i = 0; i < n; i++)
		if (i != except && strcmp(m[i].from, reg) == 0)
			return true;
	return false;
}

// emit_moves makes all moves as if at once: first those to registers that no
// other one still reads; a ring is opened through a register that neither side
// uses.
static void emit_moves(struct asmtext *t, struct move *m, size_t n, const char *spare, const char *spare_op)
{
	while (n) {
		size_t i = 0;
		while (i < n && is_read(m, n, i, m[i].to))
			i++;
		if (i == n) {
			asm_op(t, spare_op, "%s, %s", m[0].from, spare);
			for (size_t k = n; k-- > 0;)
				if (k != 0 && strcmp(m[k].from, m[0].from) == 0)
					m[k].from = spare;
			m[0].from = spare;
			continue;
		}
		if (strcmp(m[i].from, m[i].to) != 0 || strcmp(m[i].op, spare_op) != 0)
			asm_op(t, m[i].op, "%s, %s", m[i].from, m[i].to);
		m[i] = m[--n];
	}
}

static const char *go_register(struct arena *a, const struct go_word *g)
{
	return g->is_float ? arena_printf(a, "X%d", g->reg) : emit_register(g->reg);
}

// Where the body has what C has in a register; NULL if it does not need it.
static const char *c_register(struct arena *a, const struct trampoline *tr, const struct word_move *m)
{
	if (m->is_float)
		return arena_printf(a, "X%d", m->c);
	int at = tr->body && tr->body->renamed ? tr->body->registers.at[m->c] : m->c;
	return at == REWRITE_UNUSED ? NULL : emit_register(at);
}

// Only what is smaller than 32 bits has to be extended.
static const char *move_op(const struct word_move *m)
{
	return m->type && m->type->size < 4 ? emit_load_op(m->type) : "MOVQ";
}

static const char *stack_place(struct arena *a, uint64_t bytes)
{
	return arena_printf(a, "%llu(SP)", (unsigned long long)(RETURN_ADDRESS + bytes));
}

// Arguments that C takes from the stack: first those that Go has there too, the
// last one first, then those from registers.
static void store_arguments(struct asmtext *t, const struct register_moves *e)
{
	struct arena *a = t->out->arena;
	for (size_t i = e->stack.n; i-- > 0;) {
		const struct word_move *m = &e->stack.v[i];
		if (m->go.reg != GOABI_ON_STACK || m->go.stack == m->stack)
			continue;
		asm_op(t, "MOVQ", "%s, R12", stack_place(a, m->go.stack));
		asm_op(t, "MOVQ", "R12, %s", stack_place(a, m->stack));
	}
	for (size_t i = 0; i < e->stack.n; i++) {
		const struct word_move *m = &e->stack.v[i];
		if (m->go.reg == GOABI_ON_STACK)
			continue;
		const char *reg = go_register(a, &m->go), *op = move_op(m);
		if (strcmp(op, "MOVQ") != 0)
			asm_op(t, op, "%s, %s", reg, reg);
		asm_op(t, "MOVQ", "%s, %s", reg, stack_place(a, m->stack));
	}
}

static void move_arguments(struct asmtext *t, const struct trampoline *tr, const struct register_moves *e)
{
	struct arena *a = t->out->arena;
	struct move ints[SYSV_INT_REGS], floats[SYSV_SSE_REGS];
	size_t nints = 0, nfloats = 0;
	for (size_t i = 0; i < e->args.n; i++) {
		const struct word_move *m = &e->args.v[i];
		struct move one = {m->is_float ? "MOVAPS" : move_op(m), go_register(a, &m->go), c_register(a, tr, m)};
		if (!one.to)
			continue;
		if (m->is_float)
			floats[nfloats++] = one;
		else
			ints[nints++] = one;
	}
	emit_moves(t, ints, nints, "R12", "MOVQ");
	emit_moves(t, floats, nfloats, "X14", "MOVAPS");
}

static void move_results(struct asmtext *t, const struct trampoline *tr, const struct register_moves *e)
{
	struct arena *a = t->out->arena;
	struct move ints[2];
	size_t nints = 0;
	if (tr->body && tr->body->renamed && tr->body->registers.swapped)
		return; // the result is where an argument was, in Go's place
	for (size_t i = 0; i < e->results.n; i++)
		if (!e->results.v[i].is_float) // XMM0 and XMM1 are X0 and X1
			ints[nints++] = (struct move){"MOVQ", c_register(a, tr, &e->results.v[i]),
			                              go_register(a, &e->results.v[i].go)};
	emit_moves(t, ints, nints, "R12", "MOVQ");
}

void regentry_front(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan)
{
	move_arguments(t, tr, plan->moves);
}

void regentry_behind(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan)
{
	emit_clean(t, tr);
	move_results(t, tr, plan->moves);
	if (tr->vector_writes >> ZERO_REGISTER & 1)
		asm_op(t, "XORPS", "X15, X15");
	asm_op(t, "RET", "%s", "");
}

static void write_level(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan)
{
	regentry_front(t, tr, plan);
	if (tr->body)
		body_text(t, &emitter_amd64, tr->body);
	else
		emit_call(t, tr, 0);
	regentry_behind(t, tr, plan);
}

static void write_levels(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan)
{
	bool more = emit_choice(t, tr);
	write_level(t, tr, plan);
	if (!more)
		return;
	emit_below(t, tr);
	write_levels(t, tr->below, plan);
	emit_above(t, tr);
}

struct written regentry_write(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan,
                              bool frame)
{
	const struct call *b = tr->call;
	uint64_t stack = 0;
	bool fused = true, any = false;
	for (const struct trampoline *one = tr; one; one = one->below) {
		stack = one->stack > stack ? one->stack : stack;
		fused &= one->body != NULL;
		any |= one->body != NULL;
	}
	asm_text(t, "\n// %s\n// C: %s; %llu bytes of stack\n", b->go->decl, b->c->text, (unsigned long long)stack);
	asm_text(t, "TEXT %s(SB), %s, $0-0\n", tr->symbol, frame && !any ? "NOSPLIT" : "NOSPLIT|NOFRAME"); // bodies return by themselves
	asm_op(t, "NO_LOCAL_POINTERS", "%s", "");
	store_arguments(t, plan->moves);
	emit_start(t, tr);
	write_levels(t, tr, plan);
	emit_budget(t, stack, emit_between(tr, !fused));
	asm_flush(t);
	if (!fused)
		return (struct written){false, arena_printf(t->out->arena, "call; not fused: it %s", tr->no_body)};
	return (struct written){true, tr->body->renamed ? "fused with the C function, which works in Go's"
	                                                : "fused with the C function"};
}

void regentry_value(struct asmtext *t, const char *variable, const char *symbol)
{
	asm_text(t, "\nDATA %s\302\267closure<>(SB)/8, $%s<>(SB)\n", symbol, symbol);
	asm_text(t, "GLOBL %s\302\267closure<>(SB), NOPTR, $8\n\n", symbol);
	asm_text(t, "DATA \302\267%s(SB)/8, $%s\302\267closure<>(SB)\n", variable, symbol);
	asm_text(t, "GLOBL \302\267%s(SB), NOPTR, $8\n", variable);
}
