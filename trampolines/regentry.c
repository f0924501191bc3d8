#include "regentry.h"

#include "emit.h"

#include <string.h>

static const char *const go_ints[] = {"AX", "BX", "CX", "DI", "SI", "R8", "R9", "R10", "R11"};

enum {
	GO_INTS = sizeof go_ints / sizeof *go_ints,
	GO_FLOATS = 15,
	MAX_MOVES = SYSV_INT_REGS + SYSV_SSE_REGS,
};

// Where a word of a Go parameter is, by its offset in the stack-based frame.
struct go_place {
	uint64_t offset;
	const char *reg;
};

struct go_places {
	VEC(struct go_place) v;
	size_t ints, floats;
};

static void add_word(struct arena *a, struct go_places *p, uint64_t offset, bool is_float)
{
	const char *reg = is_float ? arena_printf(a, "X%zu", p->floats++) : p->ints < GO_INTS ? go_ints[p->ints] : "";
	p->ints += !is_float;
	VEC_PUSH(a, &p->v, (struct go_place){offset, reg});
}

// The words of a type that goes into registers as numbers do; 0 for others.
static size_t words_of(const struct gotype *t)
{
	switch (t->kind) {
	case GO_STRING:
		return 2;
	case GO_SLICE:
		return 3;
	case GO_ARRAY:
	case GO_STRUCT:
	case GO_COMPLEX64:
	case GO_COMPLEX128:
	case GO_INTERFACE:
		return 0;
	default:
		return 1;
	}
}

static bool is_float(const struct gotype *t)
{
	return t->kind == GO_FLOAT32 || t->kind == GO_FLOAT64;
}

static bool place_params(struct arena *a, const struct gofunc *f, struct go_places *p)
{
	for (size_t i = 0; i < f->nparams; i++) {
		const struct gotype *t = f->params[i].type;
		size_t n = words_of(t);
		for (size_t k = 0; k < n; k++)
			add_word(a, p, f->params[i].offset + 8 * k, is_float(t));
		if (!n)
			return false;
	}
	return p->ints <= GO_INTS && p->floats <= GO_FLOATS;
}

static const char *go_register(const struct go_places *p, uint64_t offset)
{
	for (size_t i = 0; i < p->v.n; i++)
		if (p->v.v[i].offset == offset)
			return p->v.v[i].reg;
	return NULL;
}

const char *register_entry_fits(struct arena *a, const struct trampoline *tr)
{
	const struct bound *b = tr->call;
	struct go_places places = {0};
	struct sysv_call call = emit_assign(a, b);
	if (!place_params(a, b->go, &places) || call.stack_bytes)
		return "has arguments beyond numbers in registers";
	if (b->result && (!b->result_scalar || call.hidden_pointer))
		return "has a result beyond a number in a register";
	for (size_t i = 0; i < call.nargs; i++)
		if (!b->args.v[i].scalar || !go_register(&places, b->args.v[i].offset))
			return "has arguments beyond numbers in registers";
	return tr->stack + b->go->args_size > EMIT_NOSPLIT_BYTES ? "uses much of the stack" : NULL;
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

static void move_arguments(struct asmtext *t, const struct bound *b, const struct sysv_call *call)
{
	struct go_places places = {0};
	struct move ints[MAX_MOVES], floats[MAX_MOVES];
	size_t nints = 0, nfloats = 0;
	place_params(t->out->arena, b->go, &places);
	for (size_t i = 0; i < call->nargs; i++) {
		const struct carg *arg = &b->args.v[i];
		const char *from = go_register(&places, arg->offset);
		bool sse = call->args[i].how.cls[0] == SYSV_SSE;
		if (sse)
			floats[nfloats++] = (struct move){"MOVAPS", from, arena_printf(t->out->arena, "X%d", call->args[i].reg[0])};
		else
			ints[nints++] = (struct move){emit_load_op(arg->type), from, emit_int_register(call->args[i].reg[0])};
	}
	emit_moves(t, ints, nints, "R12", "MOVQ");
	emit_moves(t, floats, nfloats, "X14", "MOVAPS");
}

void register_entry_amd64(struct asmtext *t, const struct trampoline *tr, const char *symbol, bool frame)
{
	const struct bound *b = tr->call;
	struct sysv_call call = emit_assign(t->out->arena, b);
	asm_text(t, "\n// %s\n// C: %s; %llu bytes of stack\n", b->go->decl, b->c->text, (unsigned long long)tr->stack);
	asm_text(t, "TEXT %s(SB), %s, $0-0\n", symbol, frame && !tr->body ? "NOSPLIT" : "NOSPLIT|NOFRAME");
	asm_op(t, "NO_LOCAL_POINTERS", "%s", "");
	move_arguments(t, b, &call);
	if (tr->body)
		tr->body(t, tr->ctx);
	else
		emit_call(t, tr->target, 0, tr->aligned);
	if (tr->uses_x15)
		asm_op(t, "XORPS", "X15, X15");
	asm_op(t, "RET", "%s", "");
	emit_budget(t, tr->stack, !tr->body);
	asm_flush(t);
}

void register_value_amd64(struct asmtext *t, const char *variable, const char *symbol)
{
	asm_text(t, "\nDATA %s\302\267closure<>(SB)/8, $%s<>(SB)\n", symbol, symbol);
	asm_text(t, "GLOBL %s\302\267closure<>(SB), NOPTR, $8\n\n", symbol);
	asm_text(t, "DATA \302\267%s(SB)/8, $%s\302\267closure<>(SB)\n", variable, symbol);
	asm_text(t, "GLOBL \302\267%s(SB), NOPTR, $8\n", variable);
}
