#include "emit/assembly.h"

#include "emit/provenance.h"
#include "emit/seal.h"
#include "trampolines/amd64/regentry.h"
#include "trampolines/functext.h"
#include "trampolines/imagetext.h"
#include "trampolines/trampoline.h"

#include <string.h>

static const char assembly_file[] = "nearcall_amd64.s", entries_file[] = "entries_amd64.s";

// The file must be left out exactly when all declarations are: their build
// constraints, or-ed. A declaration in an unconstrained file needs it always.
const char *assembly_constraint(struct build *b, const struct product *p)
{
	const char *all = NULL;
	for (size_t i = 0; i < p->calls.n; i++) {
		const char *one = p->calls.v[i].go->build;
		if (!*one)
			return "";
		if (!all)
			all = one;
		else if (!strstr(all, one))
			all = arena_printf(b->arena, "(%s) || (%s)", all, one);
	}
	return all ? all : "";
}

// What a fused body needs to be written.
struct body {
	const struct image *image;
	struct fused fused;
	struct registers registers;
	const char *constants; // the symbol of those it reads
	const char *file;      // that the body is written to
};

static void write_body(struct asmtext *t, void *ctx)
{
	const struct body *b = ctx;
	fused_text_amd64(t, b->image, &b->fused, b->constants, b->file);
}

static void write_constants(struct asmtext *t, const struct trampoline *tr)
{
	const struct body *b = tr->ctx;
	if (tr->body)
		fused_constants_amd64(t, b->image, &b->fused, b->constants);
}

// What all forms of a call have in common while they are written.
struct calling {
	struct build *b;
	const struct product *p;
	const struct assembly *as;
	const struct proven *f;
	bool *called; // by text of the placement
	struct trampoline tr;
};

// The C function needs a text of its own.
static void note_call(const struct calling *c)
{
	const struct placement *placed = c->p->placement;
	if (!placed->opaque)
		c->called[placed->pieces.v[place_piece(placed, c->f->addr)].text] = true;
}

static void try_to_fuse(const struct calling *c, const struct fusing *how, const char *symbol, const char *file,
                        struct trampoline *tr)
{
	struct arena *a = c->b->arena;
	struct body *body = arena_alloc(a, sizeof *body);
	*body = (struct body){.image = c->p->image, .file = file, .constants = arena_printf(a, "%s\302\267constants<>", symbol)};
	tr->no_body = "cannot be parted from others";
	if (c->p->placement->opaque || !fuse_function(a, c->p->image, c->p->placement, c->f, how, &body->fused, &tr->no_body))
		return;
	tr->body = write_body;
	tr->ctx = body;
	if (how->at) {
		body->registers = *how->at;
		tr->registers = &body->registers;
	}
}

// In an entry, C's arguments on the stack are put where it expects them. Its
// body works in Go's registers if that can be done, or in its own.
static void fuse_entry(const struct calling *c, const struct register_entry *e, const char *symbol, const char *file,
                       struct trampoline *tr)
{
	const struct placement *placed = c->p->placement;
	struct fusing how = {.frame.arguments = e->stack.n > 0};
	struct registers at;
	if (!placed->opaque && rename_body(c->p->image, &placed->pieces.v[place_piece(placed, c->f->addr)], &e->passing, &at)) {
		how.at = &at;
		try_to_fuse(c, &how, symbol, file, tr);
	}
	how.at = NULL;
	if (!tr->body)
		try_to_fuse(c, &how, symbol, file, tr);
}

static const char *write_entry(const struct calling *c, const struct register_entry *e, const struct trampoline *tr,
                               const char *symbol, bool frame, struct asmtext *t)
{
	const char *form = register_entry_amd64(t, tr, e, symbol, frame);
	write_constants(t, tr);
	if (!tr->body)
		note_call(c);
	return form;
}

// The file of the entries, while it is written.
struct entry_text {
	struct entries *entries; // or NULL
	struct asmtext t;
};

// An entry that Go's calls go to directly.
static const char *write_direct(const struct calling *c, const struct register_entry *e, struct entry_text *out)
{
	const char *name = c->tr.call->go->name, *symbol = arena_printf(c->b->arena, "%s\302\267%s", out->entries->prefix, name);
	struct trampoline tr = c->tr;
	fuse_entry(c, e, symbol, entries_file, &tr);
	if (e->stack.n && !tr.body)
		return NULL;
	VEC_PUSH(c->b->arena, &out->entries->names, name);
	return write_entry(c, e, &tr, arena_printf(c->b->arena, "%s<ABIInternal>", symbol), false, &out->t);
}

// An entry beside the trampoline, for Go's versions that take it.
static bool write_value(const struct calling *c, const struct register_entry *e, struct asmtext *t)
{
	const char *symbol = arena_printf(c->b->arena, "\302\267%s", c->tr.call->go->name);
	struct trampoline tr = c->tr;
	fuse_entry(c, e, symbol, assembly_file, &tr);
	if (e->stack.n && !tr.body)
		return false;
	VEC_PUSH(c->b->arena, &c->as->goentries->calls, c->tr.call);
	write_entry(c, e, &tr, arena_printf(c->b->arena, "%s<>", symbol), true, t);
	register_value_amd64(t, goentries_value_name(c->b->arena, c->tr.call), symbol);
	return true;
}

static const char *write_trampoline(const struct calling *c, const char *name, struct asmtext *t)
{
	struct trampoline tr = c->tr;
	struct fusing how = {0};
	bool fused;
	tr.name = name;
	tr.no_body = "takes arguments in memory in another order";
	if (trampoline_frame(c->b->arena, tr.call, &how.frame))
		try_to_fuse(c, &how, arena_printf(c->b->arena, "\302\267%s", name), assembly_file, &tr);
	const char *form = trampoline_amd64(t, &tr, &fused);
	if (fused)
		write_constants(t, &tr);
	else
		note_call(c);
	return form;
}

static void write_call(struct build *b, const struct product *p, const struct assembly *as, const struct bound *call,
                       bool *called, struct entry_text *entries, struct asmtext *t)
{
	const struct proven *f = proof_of(p->proof, call->entry->addr);
	struct calling c = {
		b, p, as, f, called,
		{.call = call, .stack = f->bound, .aligned = f->aligned, .uses_x15 = f->uses_x15,
		 .target = as->target(b->arena, p, call, as->ctx)},
	};
	struct register_entry e;
	bool fits = !register_entry_plan(b->arena, &c.tr, &e);
	const char *form = as->entries && fits ? write_direct(&c, &e, entries) : NULL;
	if (!form) {
		bool value = as->goentries && fits && !goentries_fit(b->arena, call) && write_value(&c, &e, t);
		form = write_trampoline(&c, value ? goentries_stack_name(b->arena, call) : call->go->name, t);
		if (value)
			form = arena_printf(b->arena, "by registers; elsewhere than on Go 1.23 to 1.27 %s", form);
	}
	if (b->verbose)
		diag_note(b->diags, call->go->pos, NULL, "%s: %s", call->go->name, form);
}

bool assembly_text(struct build *b, const struct product *p, const struct assembly *as, struct genfile *out)
{
	static const char includes[] = "\n#include \"funcdata.h\"\n#include \"textflag.h\"\n";
	struct buf text = {.arena = b->arena}, entry_buf = {.arena = b->arena};
	struct asmtext t = {.out = &text};
	struct entry_text e = {.entries = as->entries, .t = {.out = &entry_buf}};
	bool *called = arena_alloc(b->arena, p->placement->texts.n * sizeof *called);
	if (!provenance_write(b, p, &text))
		return false;
	const char *constraint = assembly_constraint(b, p);
	if (*constraint)
		asm_text(&t, "\n//go:build %s\n", constraint);
	asm_text(&t, "%s", includes);
	asm_text(&e.t, "%s", includes);
	for (size_t i = 0; i < p->calls.n; i++)
		write_call(b, p, as, &p->calls.v[i], called, &e, &t);
	if (as->functions && p->placement->opaque)
		image_text_amd64(&t, p->image, IMAGE_SYMBOL);
	else if (as->functions)
		functions_text_amd64(&t, p->image, p->proof, p->placement, called, assembly_file);
	if (as->sealed) {
		asm_text(&t, "\n#line %d \"%s\"\n", asm_lines(&t) + 4, assembly_file); // the code's lines were of C
		seal_check(&text);
	}
	*out = (struct genfile){assembly_file, text.p, text.len};
	if (as->entries)
		as->entries->file = (struct genfile){entries_file, entry_buf.p, entry_buf.len};
	return true;
}
