// check.c - what holds of the proof as a whole; and of each function, in turn.
#include "check/check.h"

#include "base/rustname.h"
#include "check/follow.h"
#include "check/sums.h"
#include "link/dwarfpos.h"

#include <string.h>

static const struct symbol *symbol_of(const struct basis *b, const struct proven *f)
{
	const struct symbol *s = image_function_at(b->img, f->addr);
	return s && s->addr == f->addr ? s : NULL;
}

// The claims are of the functions of the proof, and what is emitted of these is
// what is claimed.
static const char *not_of_proof(const struct basis *b, size_t i)
{
	const struct proven *f = &b->proof->funcs.v[i];
	const struct function_claims *c = &b->proof->claims.funcs.v[i];
	if (function_at(b, f->addr) != f || c->addr != f->addr)
		return "the claims are of another function";
	if (c->frame != f->frame || c->bound != f->bound || c->contract.above != f->above)
		return "what is emitted is not what is claimed";
	for (size_t k = 0; k < f->calls.n; k++)
		if (f->calls.v[k].callee < 0 || (size_t)f->calls.v[k].callee >= b->proof->funcs.n || f->calls.v[k].depth > INT64_MAX)
			return "it calls what is no function of the proof";
	return NULL;
}

// A limit to recursion is the package's word, never the prover's.
static bool is_promised(struct arena *a, const struct basis *b, const struct gopkg *pkg, const struct proven *f)
{
	const struct symbol *s = symbol_of(b, f);
	for (size_t i = 0; i < pkg->depths.n && s; i++)
		if (symbol_is(a, s->name, pkg->depths.v[i].symbol) && pkg->depths.v[i].limit == f->promised)
			return true;
	return f->promised == 0;
}

static bool expects_nothing(const struct basis *b, const struct proven *f)
{
	const struct contract *c = &claims_of(b, f)->contract;
	for (int n = 0; n < VALUE_ARGS; n++)
		if (c->args[n].kind != VALUE_ANY)
			return false;
	return true;
}

static const char *wrong_with(struct arena *a, const struct basis *b, const struct gopkg *pkg, size_t i)
{
	const struct proven *f = &b->proof->funcs.v[i];
	if (f->taken && !expects_nothing(b, f))
		return "it is called through pointers, with anything, and expects more";
	if (f->taken && claims_of(b, f)->contract.sealed)
		return "it is called through pointers, by anyone, and its arguments are claimed to be nobody else's";
	if (!is_promised(a, b, pkg, f))
		return "a limit to its recursion is claimed that nobody has promised";
	if (!bound_suffices(a, b, i))
		return "the bound is less than its frame or its calls need";
	return NULL;
}

static void refuse(struct build *b, const struct basis *basis, const char *name, struct fault fault)
{
	diag_refuse(b->diags, NC_CHECK_FAILED, image_pos(b->arena, basis->img, fault.addr),
	            "this is a fault of nearcall: please report it with the object",
	            "the proof of %s could not be confirmed: %s", name, fault.what);
}

// Go calls the entries, with anything; and so does whoever finds the address of a
// function in the constants.
static bool roots_hold(struct build *b, const struct basis *basis, const struct symbol *const *entries, size_t n)
{
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		const struct proven *f = entries[i] ? function_at(basis, entries[i]->addr) : NULL;
		if (!entries[i] || (f && expects_nothing(basis, f)))
			continue;
		struct fault fault = {entries[i]->addr, "Go calls it, with anything, and it expects more"};
		refuse(b, basis, entries[i]->name, fault);
		ok = false;
	}
	for (size_t i = 0; i < basis->img->relocs.n; i++) {
		const struct reloc *r = &basis->img->relocs.v[i];
		bool code = r->dynamic && r->value < basis->img->text_end;
		const struct symbol *s = code ? image_function_at(basis->img, r->value) : NULL;
		const struct proven *f = s && s->addr == r->value ? function_at(basis, r->value) : NULL;
		if (!s || s->addr != r->value || (f && f->taken))
			continue;
		ok = false;
		refuse(b, basis, s->name, (struct fault){s->addr, "the image holds its address, and that is not claimed"});
	}
	return ok;
}

static bool *table_starts(struct arena *a, const struct image *img, const struct certificate *c)
{
	bool *begins = arena_alloc(a, img->size + 1);
	for (size_t i = 0; i < c->funcs.n; i++)
		for (size_t t = 0; t < c->funcs.v[i].tables.n; t++)
			if (c->funcs.v[i].tables.v[t].addr - img->base < img->size)
				begins[c->funcs.v[i].tables.v[t].addr - img->base] = true;
	return begins;
}

// Some constant leads to a variable, or out of the image: then not all that is read
// through addresses in constants is constant.
static bool leaks(const struct image *img)
{
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		bool in_image = r->value >= img->base && r->value < img->base + img->size;
		if (r->dynamic && r->addr >= img->text_end && r->addr < img->base + img->size &&
		    (!in_image || extent_holds(&img->data, r->section)))
			return true;
	}
	return false;
}

// Those that C leaves alone are free for what is laid out anew, unless they are Go's.
static regset kept_registers(const struct arch *arch, bool relaid)
{
	return arch->regs.callee_saved & ~(relaid ? arch->regs.reserved & ~arch->regs.relaid_reserved : 0);
}

static bool has_parts(const struct arch *arch, const struct image *img)
{
	for (size_t i = 0; i < img->relocs.n && img->relocs.v[i].addr < img->text_end; i++)
		if (arch->reloc_kind(img->relocs.v[i].type) == RELOC_LOW)
			return true;
	return false;
}

bool check_proof(struct build *b, const struct image *img, const struct symbol *const *entries, size_t n,
                 const struct gopkg *pkg, const struct proof *proof)
{
	struct follower f = {.basis = {.arch = b->arch, .img = img, .proof = proof, .leaks = leaks(img), .pkg = pkg,
	                               .begins = table_starts(b->arena, img, &proof->claims)}};
	const struct basis *basis = &f.basis;
	bool ok = true;
	f.basis.relaid = img->origins.n != 0;
	f.basis.kept = kept_registers(b->arch, f.basis.relaid);
	f.basis.args = f.basis.relaid ? b->arch->stack.relaid_args : b->arch->stack.call;
	f.basis.parts = has_parts(b->arch, img);
	if (proof->claims.funcs.n != proof->funcs.n || proof->base != img->base || proof->size != img->text_end - img->base) {
		refuse(b, basis, "the image", (struct fault){img->base, "the claims are of another image"});
		return false;
	}
	f.point_at = arena_alloc(b->arena, (proof->size + 1) * sizeof *f.point_at);
	f.jumped = arena_alloc(b->arena, (proof->size + 1) * sizeof *f.jumped);
	for (size_t i = 0; i < proof->funcs.n; i++) {
		struct fault fault = {proof->funcs.v[i].addr, not_of_proof(basis, i)};
		if (fault.what)
			refuse(b, basis, proof->funcs.v[i].name, fault);
		ok &= !fault.what;
	}
	if (!ok || !roots_hold(b, basis, entries, n))
		return false;
	for (size_t i = 0; i < proof->funcs.n; i++) {
		struct fault fault = {proof->funcs.v[i].addr, wrong_with(b->arena, basis, pkg, i)};
		if (!fault.what)
			fault = follow_function(&f, i);
		if (fault.what)
			refuse(b, basis, proof->funcs.v[i].name, fault);
		ok &= !fault.what;
	}
	return ok;
}
