#include "assembly.h"

#include "functext.h"
#include "imagetext.h"
#include "provenance.h"
#include "regentry.h"
#include "trampoline.h"

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
	const struct product *p;
	const struct placement *placed;
	struct fused fused;
	int text;
	const char *file; // that the body is written to
};

static void write_body(struct asmtext *t, void *ctx)
{
	const struct body *b = ctx;
	fused_text_amd64(t, b->p->image, b->placed, b->text, &b->fused, b->file);
}

static void try_to_fuse(struct build *b, const struct product *p, struct placement *placed, const char *file,
                        struct trampoline *tr)
{
	struct body *body = arena_alloc(b->arena, sizeof *body);
	const struct proven *f = proof_of(p->proof, tr->call->entry->addr);
	*body = (struct body){.p = p, .placed = placed, .file = file};
	tr->no_body = "cannot be parted from others";
	if (placed->opaque)
		return;
	body->text = placed->pieces.v[place_piece(placed, f->addr)].text;
	if (!fuse_function(b->arena, p->image, placed, f, &body->fused, &tr->no_body))
		return;
	tr->body = write_body;
	tr->ctx = body;
}

// The file of the entries, while it is written.
struct entry_text {
	struct entries *entries; // or NULL
	struct asmtext t;
};

static void write_entry(struct build *b, struct entry_text *e, const struct trampoline *tr)
{
	const char *name = tr->call->go->name;
	VEC_PUSH(b->arena, &e->entries->names, name);
	register_entry_amd64(&e->t, tr, arena_printf(b->arena, "%s\302\267%s<ABIInternal>", e->entries->prefix, name), false);
}

// An entry beside the trampoline, for Go's versions that take it.
static void write_value(struct build *b, const struct assembly *as, const struct trampoline *tr, struct asmtext *t)
{
	const char *symbol = arena_printf(b->arena, "\302\267%s", tr->call->go->name);
	VEC_PUSH(b->arena, &as->goentries->calls, tr->call);
	register_entry_amd64(t, tr, arena_printf(b->arena, "%s<>", symbol), true);
	register_value_amd64(t, goentries_value_name(b->arena, tr->call), symbol);
}

static void write_call(struct build *b, const struct product *p, const struct assembly *as, const struct bound *call,
                       struct entry_text *entries, struct asmtext *t)
{
	const struct proven *f = proof_of(p->proof, call->entry->addr);
	struct trampoline tr = {
		.call = call, .name = call->go->name, .stack = f->bound, .aligned = f->aligned, .uses_x15 = f->uses_x15,
		.target = as->target(b->arena, p, call, as->ctx),
	};
	bool fits = !register_entry_fits(b->arena, &tr), entry = as->entries && fits, fused;
	try_to_fuse(b, p, as->placement, entry ? entries_file : assembly_file, &tr);
	if (entry) {
		write_entry(b, entries, &tr);
		return;
	}
	bool value = as->goentries && fits && !goentries_fit(call);
	if (value)
		tr.name = goentries_stack_name(b->arena, call);
	const char *form = trampoline_amd64(t, &tr, &fused);
	if (value)
		write_value(b, as, &tr, t);
	if (!as->placement->opaque && !fused)
		as->placement->texts.v[as->placement->pieces.v[place_piece(as->placement, f->addr)].text].called = true;
	if (b->verbose)
		diag_note(b->diags, call->go->pos, NULL, "%s: %s%s", call->go->name, value ? "by registers; elsewhere than on Go 1.23 to 1.27 " : "", form);
}

bool assembly_text(struct build *b, const struct product *p, const struct assembly *as, struct genfile *out)
{
	static const char includes[] = "\n#include \"funcdata.h\"\n#include \"textflag.h\"\n";
	struct buf text = {.arena = b->arena}, entry_buf = {.arena = b->arena};
	struct asmtext t = {.out = &text};
	struct entry_text e = {.entries = as->entries, .t = {.out = &entry_buf}};
	if (!provenance_write(b, p, &text))
		return false;
	const char *constraint = assembly_constraint(b, p);
	if (*constraint)
		asm_text(&t, "\n//go:build %s\n", constraint);
	asm_text(&t, "%s", includes);
	asm_text(&e.t, "%s", includes);
	for (size_t i = 0; i < p->calls.n; i++)
		write_call(b, p, as, &p->calls.v[i], &e, &t);
	if (as->functions && as->placement->opaque)
		image_text_amd64(&t, p->image, IMAGE_SYMBOL);
	else if (as->functions)
		functions_text_amd64(&t, p->image, p->proof, as->placement, assembly_file);
	*out = (struct genfile){assembly_file, text.p, text.len};
	if (as->entries)
		as->entries->file = (struct genfile){entries_file, entry_buf.p, entry_buf.len};
	return true;
}
