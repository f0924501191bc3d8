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

// The C function needs a text of its own.
static void note_call(const struct forming *f)
{
	const struct placement *placed = &f->v->placement;
	if (!placed->opaque)
		f->entries->called[placed->pieces.v[place_piece(placed, f->function->addr)].text] = true;
}

// fuse gives the body as it can stand in an entry; NULL, and the reason, if it
// cannot.
static struct body *fuse(const struct forming *f, const struct fusing *how, const char **why)
{
	struct body *body = arena_alloc(f->arena, sizeof *body);
	*body = (struct body){.image = &f->v->image};
	*why = "cannot be parted from others";
	if (f->v->placement.opaque ||
	    !fuse_function(f->arena, &f->v->image, &f->v->placement, f->function, how, &body->fused, why))
		return NULL;
	if (how->at) {
		body->registers = *how->at;
		body->renamed = true;
	}
	return body;
}

// In a register entry, C's arguments on the stack are put where it expects them.
// Its body works in Go's registers if that can be done, or in its own.
static struct body *fuse_registers(const struct forming *f, const char **why)
{
	const struct placement *placed = &f->v->placement;
	const struct piece *piece = placed->opaque ? NULL : &placed->pieces.v[place_piece(placed, f->function->addr)];
	struct fusing how = {.frame.arguments = f->plan.takes_memory};
	struct registers at;
	if (piece && rename_body(&f->v->image, piece, &f->plan.passing, &at)) {
		how.at = &at;
		struct body *body = fuse(f, &how, why);
		if (body)
			return body;
	}
	how.at = NULL;
	return fuse(f, &how, why);
}

static bool fits_registers(struct forming *f)
{
	if (!f->planned)
		return false;
	f->registers = f->tr;
	f->body = fuse_registers(f, &f->registers.no_body);
	return f->body || !f->plan.takes_memory;
}

// write_registers writes a register entry, and the constants that it reads. The
// symbol of these begins with `symbol`.
static const char *write_registers(struct forming *f, const struct entry_file *file, const char *symbol,
                                   const char *text, bool frame)
{
	f->registers.symbol = text;
	if (f->body) {
		f->body->constants = arena_printf(f->arena, "%s\302\267constants<>", symbol);
		f->body->file = file->name;
		f->registers.body = f->body;
	}
	struct written w = f->e->register_entry(file->t, &f->registers, &f->plan, frame);
	if (w.fused)
		body_constants(file->t, f->body);
	else
		note_call(f);
	return w.told;
}

static const char *write_stack_entry(struct forming *f, const char *name)
{
	const struct entry_file *file = &f->entries->file;
	struct trampoline tr = f->tr;
	struct fusing how = {0};
	struct body *body = NULL;
	tr.symbol = arena_printf(f->arena, "\302\267%s", name);
	tr.no_body = "takes arguments in memory in another order";
	if (f->e->reframe(f->arena, tr.call, &how.frame))
		body = fuse(f, &how, &tr.no_body);
	if (body) {
		body->constants = arena_printf(f->arena, "%s\302\267constants<>", tr.symbol);
		body->file = file->name;
		tr.body = body;
	}
	struct written w = f->e->stack_entry(file->t, &tr);
	if (w.fused)
		body_constants(file->t, body);
	else
		note_call(f);
	return w.told;
}

static bool fits_direct(struct forming *f)
{
	return f->entries->prefix && fits_registers(f);
}

static const char *write_direct(struct forming *f)
{
	const char *symbol = arena_printf(f->arena, "%s\302\267%s", f->entries->prefix, f->tr.call->go->name);
	VEC_PUSH(f->arena, &f->entries->directs, f->tr.call);
	return write_registers(f, &f->entries->direct, symbol, arena_printf(f->arena, "%s<ABIInternal>", symbol),
	                       false);
}

static bool fits_value(struct forming *f)
{
	return f->by_value && fits_registers(f);
}

static const char *write_value(struct forming *f)
{
	const char *symbol = arena_printf(f->arena, "\302\267%s", f->tr.call->go->name);
	VEC_PUSH(f->arena, &f->entries->values, f->tr.call);
	write_registers(f, &f->entries->file, symbol, arena_printf(f->arena, "%s<>", symbol), true);
	f->e->register_value(f->entries->file.t, form_value_name(f->arena, f->tr.call), symbol);
	return write_stack_entry(f, form_stack_name(f->arena, f->tr.call));
}

static bool fits_stack(struct forming *f)
{
	(void)f;
	return true;
}

static const char *write_stack(struct forming *f)
{
	return write_stack_entry(f, f->tr.call->go->name);
}

// The best first; the last one fits always.
static const struct form forms[] = {
	{"by registers, ", fits_direct, write_direct},
	{"by registers; elsewhere than on Go 1.23 to 1.27 ", fits_value, write_value},
	{"", fits_stack, write_stack},
};

const struct form *form_of(struct forming *f)
{
	const struct form *form = forms;
	f->planned = !f->e->plan_registers(f->arena, &f->tr, &f->plan);
	while (!form->fits(f))
		form++;
	return form;
}
