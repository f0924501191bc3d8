#include "link/data.h"

#include "link/dwarfpos.h"

#include <string.h>

enum { ADDRESS = 8 }; // bytes

// A C variable's own name in that of its symbol: compilers call the static x of a
// function f "f.x" or "x.1", and what they have made of a part of it "x.0".
static bool is_of(const char *symbol, const char *name)
{
	size_t n = strlen(name);
	for (const char *s = symbol; s; s = strchr(s, '.')) {
		s += *s == '.';
		if (strncmp(s, name, n) == 0 && (!s[n] || s[n] == '.'))
			return true;
	}
	return false;
}

static bool is_named(const struct gopkg *pkg, const char *symbol, bool *used)
{
	bool named = false;
	for (size_t i = 0; i < pkg->writable.n; i++) {
		const char *name = pkg->writable.v[i].name;
		bool all = strcmp(name, "*") == 0;
		used[i] |= all || is_of(symbol, name);
		named |= all || is_of(symbol, name);
	}
	return named;
}

static bool takes_all(const struct gopkg *pkg)
{
	for (size_t i = 0; i < pkg->writable.n; i++)
		if (strcmp(pkg->writable.v[i].name, "*") == 0)
			return true;
	return false;
}

static void refuse_variable(struct build *b, const struct image *img, const struct symbol *s)
{
	diag_refuse(b->diags, NC_WRITABLE, image_variable_pos(b->arena, img, s->name),
	            arena_printf(b->arena,
	                         "make it const, or pass it as a parameter; or let C write to it, one copy for all "
	                         "goroutines: //nearcall:writable %s", s->name),
	            "%s is writable global data (%llu bytes)", s->name, (unsigned long long)s->size);
}

static bool has_name(const struct image *img, const struct input_section *section)
{
	for (size_t i = 0; i < img->symbols.n; i++)
		if (img->symbols.v[i].addr >= section->start && img->symbols.v[i].addr < section->end)
			return true;
	return false;
}

static void audit_variables(struct build *b, const struct gopkg *pkg, const struct image *img)
{
	bool *used = arena_alloc(b->arena, (pkg->writable.n + 1) * sizeof *used);
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (s->function || !s->size || !extent_holds(&img->data, s->addr))
			continue;
		if (!is_named(pkg, s->name, used))
			refuse_variable(b, img, s);
		else if (!image_section(img, s->addr))
			diag_refuse(b->diags, NC_COMMON, image_variable_pos(b->arena, img, s->name),
			            "compile it with -fno-common",
			            "%s is a common symbol, which several objects may define", s->name);
	}
	for (size_t i = 0; i < img->sections.n && !takes_all(pkg); i++)
		if (extent_holds(&img->data, img->sections.v[i].start) && !has_name(img, &img->sections.v[i]))
			diag_refuse(b->diags, NC_WRITABLE, img->fallback, "make it const, or write //nearcall:writable *",
			            "the C objects hold %llu bytes of writable data without a name",
			            (unsigned long long)(img->sections.v[i].end - img->sections.v[i].start));
	for (size_t i = 0; i < pkg->writable.n; i++)
		if (!used[i] && strcmp(pkg->writable.v[i].name, "*") != 0)
			diag_refuse(b->diags, NC_NO_SUCH_VARIABLE, pkg->writable.v[i].pos,
			            "name a C variable that is not const and that the package's functions reach; compilers "
			            "leave out what nothing writes to",
			            "//nearcall:writable: there is no writable variable %s", pkg->writable.v[i].name);
}

// An address in the code is that of a function.
static bool is_place(const struct image *img, const struct reloc *r)
{
	const struct symbol *f = image_function_at(img, r->value);
	if (r->value >= img->base && r->value < img->text_end)
		return f && f->addr == r->value;
	return image_section(img, r->section) && r->section >= img->text_end;
}

static void refuse_pointer(struct build *b, const struct image *img, const struct symbol *holder, const struct reloc *r)
{
	struct pos pos = holder ? image_variable_pos(b->arena, img, holder->name) : img->fallback;
	const char *name = holder ? holder->name : "a constant";
	const struct symbol *f = image_function_at(img, r->value);
	if (f)
		diag_refuse(b->diags, NC_LABEL_ADDRESS, pos, "write a switch instead of computed gotos",
		            "%s holds an address inside of the function %s", name, f->name);
	else
		diag_refuse(b->diags, NC_ADDRESS_NOWHERE, pos, "point to functions, constants and variables of the package",
		            "%s holds an address that is no place of the image", name);
}

static void refuse_unaligned(struct build *b, const struct image *img, const struct symbol *holder)
{
	diag_refuse(b->diags, NC_UNALIGNED_ADDRESS,
	            holder ? image_variable_pos(b->arena, img, holder->name) : img->fallback,
	            "leave __attribute__((packed)) out, or store offsets", "%s holds an address that is not aligned",
	            holder ? holder->name : "a constant");
}

static bool is_aligned(const struct image *img, uint64_t addr)
{
	const struct input_section *s = image_section(img, addr);
	return s->align >= ADDRESS && (addr - s->start) % ADDRESS == 0;
}

static void audit_places(struct build *b, const struct image *img)
{
	const struct symbol *last = NULL;
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		bool data = r->addr >= img->text_end && image_section(img, r->addr);
		const struct symbol *holder = image_object_at(img, r->addr);
		if (!r->dynamic || !data || image_undefined(img, r->addr, r->addr + 1) || (holder && holder == last) ||
		    (is_place(img, r) && is_aligned(img, r->addr)))
			continue;
		last = holder;
		if (is_place(img, r))
			refuse_unaligned(b, img, holder);
		else
			refuse_pointer(b, img, holder, r);
	}
}

static void audit_alignment(struct build *b, const struct image *img)
{
	for (size_t i = 0; i < img->sections.n; i++) {
		const struct input_section *s = &img->sections.v[i];
		const struct symbol *one = image_object_at(img, s->start);
		bool variable = extent_holds(&img->data, s->start);
		bool data = variable || (s->start >= img->text_end && image_holds_addresses(img, s->start, s->end));
		if (!data || s->align <= DATA_ALIGN)
			continue;
		diag_refuse(b->diags, NC_ALIGNMENT, one ? image_variable_pos(b->arena, img, one->name) : img->fallback,
		            variable ? "align it to 32 bytes at most, or pass it as a parameter"
		                        : "keep what is aligned apart from what holds addresses, in a constant of its own",
		            "%s is aligned to %llu bytes, and Go aligns data to %d", one ? one->name : "a constant",
		            (unsigned long long)s->align, DATA_ALIGN);
	}
}

void data_audit(struct build *b, const struct gopkg *pkg, const struct image *img)
{
	audit_variables(b, pkg, img);
	audit_places(b, img);
	audit_alignment(b, img);
}
