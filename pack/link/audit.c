// audit.c - what keeps an image from standing alone, each with its C line.
#include "arch/arch.h"
#include "link/data.h"
#include "link/dwarfpos.h"
#include "link/image.h"
#include "link/runtime.h"
#include "link/sections.h"

#include <string.h>

static const char *function_name(const struct image *img, uint64_t addr)
{
	const struct symbol *s = image_function_at(img, addr);
	return s ? s->name : NULL;
}

// Who needs what lies at addr: the function of an instruction, or the variable
// of a constant.
struct user {
	const char *name, *verb;
	struct pos pos;
};

static struct user user_at(struct build *b, const struct image *img, uint64_t addr)
{
	const char *function = function_name(img, addr);
	if (function)
		return (struct user){function, "needs", image_pos(b->arena, img, addr)};
	const struct symbol *s = image_object_at(img, addr);
	if (s)
		return (struct user){s->name, "points to", image_variable_pos(b->arena, img, s->name)};
	return (struct user){"a constant", "points to", img->fallback};
}

static void undefined_symbol(struct build *b, const struct image *img, const struct reloc *r)
{
	struct user user = user_at(b, img, r->addr);
	struct missing m = missing_explain(r->symbol);
	if (m.what)
		diag_refuse(b->diags, m.code, user.pos, m.hint, "%s %s (%s)", user.name, m.what, r->symbol);
	else
		diag_refuse(b->diags, m.code, user.pos, m.hint, "%s %s %s, which is not defined", user.name, user.verb,
		            r->symbol);
}

// One complaint per function and symbol: a loop of calls is one problem.
static void audit_undefined(struct build *b, const struct image *img)
{
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		bool again = !r->undefined || r->dynamic;
		for (size_t j = 0; j < i && !again; j++)
			again = img->relocs.v[j].undefined && strcmp(img->relocs.v[j].symbol, r->symbol) == 0 &&
			        image_function_at(img, img->relocs.v[j].addr) == image_function_at(img, r->addr);
		if (!again)
			undefined_symbol(b, img, r);
	}
}

// A relocation that survives the link is an absolute address: in a constant,
// a table of pointers; in the code, an instruction that is not PIC.
static void audit_pointers(struct build *b, const struct image *img, enum carriage how)
{
	const struct symbol *last = NULL;
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		if (!r->dynamic || r->addr < img->base || r->addr >= img->base + img->size ||
		    image_undefined(img, r->addr, r->addr + 1))
			continue;
		const char *user = r->addr < img->text_end ? function_name(img, r->addr) : NULL;
		if (user) {
			diag_refuse(b->diags, NC_NOT_PIC, image_pos(b->arena, img, r->addr), "compile it with -fPIC",
			            "%s holds an absolute address: it is not position-independent", user);
			continue;
		}
		const struct symbol *table = image_object_at(img, r->addr);
		if ((table && table == last) || how == CARRY_APART)
			continue;
		last = table;
		diag_refuse(b->diags, NC_POINTER_TABLE, table ? image_variable_pos(b->arena, img, table->name) : img->fallback,
		            "a constant that holds addresses needs a relocation at load time: use nearcall build, or nearcall "
		            "archive -relocs, or store offsets or indexes instead",
		            "%s holds pointers", table ? table->name : "a constant");
	}
}

static void audit_data(struct build *b, const struct image *img, const struct extent *e, const char *what,
                       const char *hint)
{
	bool named = false;
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (s->function || !s->size || !extent_holds(e, s->addr))
			continue;
		diag_refuse(b->diags, NC_WRITABLE, image_variable_pos(b->arena, img, s->name), hint,
		            "%s is %s data (%llu bytes)",
		            s->name, what, (unsigned long long)s->size);
		named = true;
	}
	if (e->size && !named)
		diag_refuse(b->diags, NC_WRITABLE, img->fallback, hint, "the C objects hold %llu bytes of %s data",
		            (unsigned long long)e->size, what);
}

// Symbols of thread-local data count from the start of their segment.
static void audit_tls(struct build *b, const struct image *img)
{
	static const char hint[] = "goroutines move between threads: pass the state as a parameter";
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (!img->tls.size || s->function || s->addr >= img->tls.size || !s->size)
			continue;
		diag_refuse(b->diags, NC_THREAD_LOCAL, image_variable_pos(b->arena, img, s->name), hint,
		            "%s is thread-local data",
		            s->name);
	}
}

// What remains in a global offset table is code that loads addresses from it
// in a way the linker could not turn into one relative to the instruction.
static void audit_got(struct build *b, const struct image *img)
{
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		if (r->dynamic || r->undefined || b->arch->reloc_kind(r->type) != RELOC_GOT)
			continue;
		const char *user = function_name(img, r->addr);
		diag_refuse(b->diags, NC_GOT, image_pos(b->arena, img, r->addr),
		            "leave visibility(\"default\") out of declarations, or write \"hidden\"; code that is compiled elsewhere wants "
		            "-fPIC, the small code model, and #pragma GCC visibility push(hidden) in front of declarations",
		            "%s reaches %s through the global offset table", user ? user : "a constant", r->symbol);
	}
}

// A number in the place of an address means something else wherever the image
// lies; what calls it leaves the program.
static void audit_numbers(struct build *b, const struct image *img)
{
	uint64_t last = 0;
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		uint64_t again = last;
		if (!r->absolute)
			continue;
		const char *function = function_name(img, r->addr);
		struct user user = user_at(b, img, r->addr);
		last = function ? image_function_at(img, r->addr)->addr : 0;
		if (last && last == again)
			continue;
		diag_refuse(b->diags, NC_ABSOLUTE_ADDRESS, user.pos,
		            "an image knows only its own functions and constants: pass the address as a parameter",
		            "%s %s %s, which is a number and no place in the image", user.name, user.verb,
		            *r->symbol ? r->symbol : "a fixed address");
	}
}

// Sections with names of their own are not part of the image.
static void audit_elsewhere(struct build *b, const struct image *img)
{
	const char *last = "";
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		if (!r->elsewhere || strcmp(r->elsewhere, last) == 0)
			continue;
		last = r->elsewhere;
		struct user user = user_at(b, img, r->addr);
		diag_refuse(b->diags, NC_ODD_SECTION, user.pos,
		            "an image holds .text and .rodata: leave __attribute__((section)) out",
		            "%s %s %s in the section %s", user.name, user.verb, *r->symbol ? r->symbol : "what is",
		            r->elsewhere);
	}
}

void image_audit(struct build *b, const struct gopkg *pkg, const struct image *img, enum carriage how)
{
	audit_undefined(b, img);
	audit_tls(b, img);
	audit_got(b, img);
	audit_numbers(b, img);
	sections_audit(b, img, how == CARRY_LOOSE);
	if (how == CARRY_LOOSE)
		return;
	audit_elsewhere(b, img);
	audit_pointers(b, img, how);
	if (how == CARRY_APART)
		data_audit(b, pkg, img);
	else
		audit_data(b, img, &img->data, "writable global",
		           "make it const, or pass it as a parameter: the image is read-only and shared by all goroutines; "
		           "//nearcall:writable is for nearcall build, and nearcall archive -relocs takes variables, too");
}
