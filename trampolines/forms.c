#include "trampolines/forms.h"

#include "trampolines/functext.h"

const char *form_stack_name(struct arena *a, const struct call *call)
{
	return arena_printf(a, "nearcall%sStack", call->go->name);
}

const char *form_value_name(struct arena *a, const struct call *call)
{
	return arena_printf(a, "nearcall%sEntry", call->go->name);
}

static bool *called_at(const struct candidate *c, uint64_t addr)
{
	const struct placement *placed = &c->v->placement;
	return &c->called[placed->pieces.v[place_piece(placed, addr)].text];
}

// The C function needs a text of its own.
static void note_call(const struct candidate *c)
{
	if (!c->v->placement.opaque)
		*called_at(c, c->function->addr) = true;
}

// So do those that its body jumps to.
static void note_tails(const struct candidate *c)
{
	for (size_t i = 0; i < c->body->fused.called.n; i++)
		*called_at(c, c->body->fused.called.v[i]) = true;
}

// fuse gives the body as it can stand in an entry; NULL, and the reason, if it
// cannot.
static struct body *fuse(const struct forming *f, const struct candidate *c, const struct fusing *how, const char **why)
{
	struct body *body = arena_alloc(f->arena, sizeof *body);
	*body = (struct body){.image = &c->v->image, .placement = &c->v->placement};
	*why = "cannot be parted from others";
	if (c->v->placement.opaque ||
	    !fuse_function(f->arena, &c->v->image, &c->v->placement, c->function, how, &body->fused, why))
		return NULL;
	if (how->at) {
		body->registers = *how->at;
		body->renamed = true;
	}
	return body;
}

// In a register entry, C's arguments on the stack are put where it expects them.
// Its body works in Go's registers if that can be done, or in its own.
static struct body *fuse_registers(const struct forming *f, const struct candidate *c, const char **why)
{
	const struct placement *placed = &c->v->placement;
	const struct piece *piece = placed->opaque ? NULL : &placed->pieces.v[place_piece(placed, c->function->addr)];
	struct fusing how = {.frame.arguments = f->plan.takes_memory, .calls = f->functions};
	struct registers at;
	if (piece && rename_body(&c->v->image, piece, &f->plan.passing, &at)) {
		how.at = &at;
		struct body *body = fuse(f, c, &how, why);
		if (body)
			return body;
	}
	how.at = NULL;
	return fuse(f, c, &how, why);
}

static bool fits_registers(struct forming *f)
{
	bool fits = f->planned;
	for (size_t i = 0; i < f->n && fits; i++) {
		struct candidate *c = &f->at[i];
		c->body = fuse_registers(f, c, &c->no_body);
		fits = c->body || !f->plan.takes_memory;
	}
	return fits;
}

// The body is laid out for where it stands.
static void settle(const struct forming *f, const struct trampoline *tr, struct body *body,
                   const struct register_plan *plan)
{
	struct surroundings s;
	if (!f->e->surround)
		return;
	f->e->surround(f->arena, tr, plan, &s);
	fuse_settle(f->arena, body->image->arch, &body->fused, &s);
}

// chain links the levels of an entry. The constants of bodies have symbols that
// begin with `symbol`.
static const struct trampoline *chain(const struct forming *f, const struct entry_file *file, const char *symbol,
                                      const char *text, const struct register_plan *plan)
{
	struct trampoline *all = arena_alloc(f->arena, f->n * sizeof *all);
	for (size_t i = 0; i < f->n; i++) {
		const struct candidate *c = &f->at[i];
		all[i] = c->tr;
		all[i].symbol = text;
		all[i].body = c->body;
		all[i].no_body = c->no_body;
		all[i].below = i + 1 < f->n ? &all[i + 1] : NULL;
		all[i].chosen = i > 0 && i + 1 < f->n && !all[i - 1].chosen && all[i - 1].level == c->tr.level + 1;
		if (c->body) {
			c->body->constants = arena_printf(f->arena, "%s\302\267constants%s<>", symbol, c->suffix);
			c->body->file = file->name;
			settle(f, &all[i], c->body, plan);
		}
	}
	return all;
}

// finish writes the constants of the bodies that stand in an entry, and notes
// which functions it calls.
static void finish(const struct forming *f, const struct entry_file *file, bool fused)
{
	for (size_t i = 0; i < f->n; i++)
		if (fused && f->at[i].body) {
			body_constants(file->t, f->at[i].body);
			note_tails(&f->at[i]);
		} else {
			note_call(&f->at[i]);
		}
}

// write_registers writes a register entry, and the constants that it reads. The
// symbol of these begins with `symbol`.
static const char *write_registers(struct forming *f, const struct entry_file *file, const char *symbol,
                                   const char *text, bool frame)
{
	struct written w = f->e->register_entry(file->t, chain(f, file, symbol, text, &f->plan), &f->plan, frame);
	finish(f, file, true);
	return w.told;
}

static const char *write_stack_entry(struct forming *f, const char *name)
{
	const struct entry_file *file = &f->entries->file;
	const char *symbol = arena_printf(f->arena, "\302\267%s", name);
	struct fusing how = {.calls = f->functions};
	bool reframed = f->e->reframe(f->arena, f->call, &how.frame);
	for (size_t i = 0; i < f->n; i++) {
		struct candidate *c = &f->at[i];
		c->no_body = "takes arguments in memory in another order";
		c->body = reframed ? fuse(f, c, &how, &c->no_body) : NULL;
	}
	struct written w = f->e->stack_entry(file->t, chain(f, file, symbol, symbol, NULL));
	finish(f, file, w.fused);
	return w.told;
}

// The loop stands behind the declaration, and calls the entry.
static bool fits_loop(struct forming *f)
{
	return gofunc_loops(f->call->go);
}

static const char *write_loop(struct forming *f)
{
	return write_stack_entry(f, form_stack_name(f->arena, f->call));
}

static bool fits_direct(struct forming *f)
{
	return f->entries->prefix && fits_registers(f);
}

static const char *write_direct(struct forming *f)
{
	const char *symbol = arena_printf(f->arena, "%s\302\267%s", f->entries->prefix, f->call->go->name);
	VEC_PUSH(f->arena, &f->entries->directs, f->call);
	return write_registers(f, &f->entries->direct, symbol, arena_printf(f->arena, "%s<ABIInternal>", symbol),
	                       false);
}

static bool fits_value(struct forming *f)
{
	return f->by_value && fits_registers(f);
}

// It can be taken out of the file: nearcall toolexec does (pack/toolexec).
static void write_marked(struct forming *f, const char *symbol)
{
	struct asmtext *t = f->entries->file.t;
	asm_text(t, "\n" REGISTERS_BEGIN "%s\n", f->call->go->name);
	write_registers(f, &f->entries->file, symbol, arena_printf(f->arena, "%s<>", symbol), true);
	asm_text(t, "\n" REGISTERS_END "\n");
}

static const char *write_value(struct forming *f)
{
	const char *symbol = arena_printf(f->arena, "\302\267%s", f->call->go->name);
	VEC_PUSH(f->arena, &f->entries->values, f->call);
	write_marked(f, symbol);
	f->e->register_value(f->entries->file.t, form_value_name(f->arena, f->call), symbol);
	return write_stack_entry(f, form_stack_name(f->arena, f->call));
}

static bool fits_stack(struct forming *f)
{
	(void)f;
	return true;
}

static const char *write_stack(struct forming *f)
{
	return write_stack_entry(f, f->call->go->name);
}

// The best first; the last one fits always.
static const struct form forms[] = {
	{"by a loop in Go: ", fits_loop, write_loop},
	{"by registers, ", fits_direct, write_direct},
	{"by registers; elsewhere than on Go 1.23 to 1.27 ", fits_value, write_value},
	{"", fits_stack, write_stack},
};

static void plan(struct forming *f)
{
	f->planned = !trampoline_checked(f->call);
	for (size_t i = 0; i < f->n; i++)
		f->planned &= !f->e->plan_registers(f->arena, &f->at[i].tr, &f->plan);
}

// What an entry of that level calls is written anyway.
static bool has_texts(const struct candidate *c)
{
	if (!c->body)
		return c->v->placement.opaque || *called_at(c, c->function->addr);
	for (size_t i = 0; i < c->body->fused.called.n; i++)
		if (!*called_at(c, c->body->fused.called.v[i]))
			return false;
	return true;
}

void form_beside(struct forming *f)
{
	plan(f);
	bool fits = fits_registers(f);
	for (size_t i = 0; i < f->n && fits; i++)
		fits = has_texts(&f->at[i]);
	if (!fits)
		return;
	asm_text(f->entries->file.t, "\n#ifdef nearcall_toolexec\n");
	write_marked(f, arena_printf(f->arena, "\302\267%s", f->call->go->name));
	asm_text(f->entries->file.t, "\n#endif\n");
}

const struct form *form_of(struct forming *f)
{
	const struct form *form = forms;
	plan(f);
	while (!form->fits(f))
		form++;
	return form;
}
