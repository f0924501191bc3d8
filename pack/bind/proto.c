#include "bind/proto.h"

#include "bind/convention.h"
#include "bind/spell.h"
#include "link/dwarflang.h"
#include "link/dwarfpos.h"

#include <dwarf.h>
#include <string.h>

enum { MAX_NESTING = 64, MAX_FIELDS = 4096 };

// Types met so far, by the place of their DIE: types may contain pointers to
// themselves.
struct memo {
	Dwarf_Off offset;
	struct ctype *type;
};

struct reader {
	struct arena *arena;
	const struct image *img;
	VEC(struct memo) memo;
	int depth;
};

static const struct ctype void_type = {.kind = C_VOID, .text = "void", .align = 1};

static const struct ctype *read_type(struct reader *r, Dwarf_Die *die);

static const char *spelling(struct arena *a, const struct ctype *t)
{
	return t->spelling ? t->spelling : spell_plain(a, t->text);
}

static void spell(struct arena *a, struct ctype *t, const char *how)
{
	t->spelling = how;
	t->text = spell_named(a, how, "");
}

static bool udata(Dwarf_Die *die, unsigned name, Dwarf_Word *out)
{
	Dwarf_Attribute attr;
	return dwarf_formudata(dwarf_attr_integrate(die, name, &attr), out) == 0;
}

static const struct ctype *type_of(struct reader *r, Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Die type;
	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr), &type))
		return &void_type;
	return read_type(r, &type);
}

enum { SIZES_INT = 1 | 2 | 4 | 8 | 16, SIZES_FLOAT = 4 | 8 | 16, SIZES_COMPLEX = 8 | 16 | 32 };

// How DWARF's encodings read as kinds (DWARF 5, 7.8, table 7.11), and the sizes
// in bytes of which the ABI says how they are passed. _Float16 is not among them.
static const struct {
	unsigned encoding;
	enum ckind kind;
	bool is_signed, is_char;
	unsigned sizes;
} encodings[] = {
	{DW_ATE_boolean, C_BOOL, false, false, 1},
	{DW_ATE_signed, C_INT, true, false, SIZES_INT},
	{DW_ATE_unsigned, C_INT, false, false, SIZES_INT},
	{DW_ATE_signed_char, C_INT, true, true, 1},
	{DW_ATE_unsigned_char, C_INT, false, true, 1},
	{DW_ATE_UTF, C_INT, false, false, 1 | 2 | 4},
	{DW_ATE_float, C_FLOAT, false, false, SIZES_FLOAT},
	{DW_ATE_complex_float, C_COMPLEX, false, false, SIZES_COMPLEX},
};

// A _BitInt, and a scalar in the other byte order, have an encoding like any
// other, and are none.
static bool is_odd_scalar(Dwarf_Die *die, const struct ctype *t)
{
	Dwarf_Word bits, order;
	return strstr(t->text, "_BitInt") || (udata(die, DW_AT_bit_size, &bits) && bits != 8 * t->size && bits != 1) ||
	       (udata(die, DW_AT_endianity, &order) && order == DW_END_big);
}

static void read_base(Dwarf_Die *die, struct ctype *t)
{
	Dwarf_Word encoding = 0;
	udata(die, DW_AT_encoding, &encoding);
	t->kind = C_OTHER;
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
		unsigned sizes = encodings[i].sizes;
		if (encodings[i].encoding != encoding || t->size > 32 || !(sizes & t->size) || (t->size & (t->size - 1)) ||
		    is_odd_scalar(die, t))
			continue;
		t->kind = encodings[i].kind;
		t->is_signed = encodings[i].is_signed;
		// "signed char" and "unsigned char" say what they are
		t->is_char = encodings[i].is_char && strcmp(t->text, "char") == 0;
	}
	t->align = t->kind == C_COMPLEX ? t->size / 2 : t->size;
	if (t->size == 0) // so Zig writes void
		t->kind = C_VOID;
}

static bool is_bit_field(Dwarf_Die *die)
{
	Dwarf_Word n;
	return udata(die, DW_AT_bit_size, &n);
}

// What a type passes on to one that holds it.
static void inherit(struct arena *a, struct ctype *t, const struct cfield *f)
{
	if (f->type->align > t->align)
		t->align = f->type->align;
	t->overaligned |= f->type->overaligned;
	if (f->type->unfit && !t->unfit)
		t->unfit = *f->name ? arena_printf(a, "its member %s: %s", f->name, f->type->unfit) : f->type->unfit;
}

// A base class is a member without a name; a static member is no part of the type.
static bool is_field(Dwarf_Die *die)
{
	if (dwarf_tag(die) == DW_TAG_inheritance)
		return !dwarf_hasattr(die, DW_AT_virtuality);
	return dwarf_tag(die) == DW_TAG_member && !dwarf_hasattr(die, DW_AT_external) &&
	       !dwarf_hasattr(die, DW_AT_declaration);
}

static void read_fields(struct reader *r, Dwarf_Die *die, struct ctype *t)
{
	VEC(struct cfield) fields = {0};
	Dwarf_Die child;
	Dwarf_Word given;
	t->align = 1;
	for (int rc = dwarf_child(die, &child); rc == 0 && fields.n < MAX_FIELDS; rc = dwarf_siblingof(&child, &child)) {
		if (!is_field(&child))
			continue;
		Dwarf_Word offset = 0;
		udata(&child, DW_AT_data_member_location, &offset);
		const char *name = dwarf_diename(&child);
		struct cfield f = {
			.name = arena_strdup(r->arena, name ? name : ""),
			.offset = offset,
			.type = type_of(r, &child),
			.bits = is_bit_field(&child),
		};
		inherit(r->arena, t, &f);
		if (udata(&child, DW_AT_alignment, &given) && given > f.type->align) {
			t->overaligned = true;
			t->align = given > t->align ? given : t->align; // clang says it of the member alone
		}
		VEC_PUSH(r->arena, &fields, f);
	}
	if (fields.n >= MAX_FIELDS)
		t->incomplete = true;
	t->fields = fields.v;
	t->nfields = fields.n;
	if (udata(die, DW_AT_alignment, &given) && given > t->align) {
		t->align = given;
		t->overaligned = true;
	}
}

static void read_record(struct reader *r, Dwarf_Die *die, struct ctype *t, enum ckind kind, const char *keyword)
{
	const char *name = dwarf_diename(die);
	t->kind = kind;
	t->text = name ? arena_printf(r->arena, "%s %s", keyword, name) : keyword;
	t->incomplete = dwarf_hasattr(die, DW_AT_declaration);
	t->unfit = record_unfit(die, &t->incomplete);
	read_fields(r, die, t);
}

static void read_array(struct reader *r, Dwarf_Die *die, struct ctype *t)
{
	Dwarf_Die child;
	uint64_t dims[8];
	size_t n = 0;
	for (int rc = dwarf_child(die, &child); rc == 0 && n < 8; rc = dwarf_siblingof(&child, &child)) {
		Dwarf_Word count = 0, upper;
		if (dwarf_tag(&child) != DW_TAG_subrange_type)
			continue;
		if (!udata(&child, DW_AT_count, &count) && udata(&child, DW_AT_upper_bound, &upper))
			count = upper + 1;
		dims[n++] = count;
	}
	const struct ctype *elem = type_of(r, die);
	// int a[2][3] is an array of arrays: build it from the inside out
	while (n > 1) {
		struct ctype *inner = arena_alloc(r->arena, sizeof *inner);
		uint64_t len = dims[--n];
		*inner = (struct ctype){.kind = C_ARRAY, .elem = elem, .len = len, .size = elem->size * len, .align = elem->align,
		                        .overaligned = elem->overaligned, .unfit = elem->unfit};
		spell(r->arena, inner, spell_array(r->arena, spelling(r->arena, elem), len));
		elem = inner;
	}
	t->kind = dwarf_hasattr(die, DW_AT_GNU_vector) ? C_VECTOR : C_ARRAY;
	t->elem = elem;
	t->len = n ? dims[0] : 0;
	t->size = elem->size * t->len;
	t->align = t->kind == C_VECTOR ? t->size : elem->align;
	t->overaligned = elem->overaligned;
	t->unfit = elem->unfit;
	spell(r->arena, t, spell_array(r->arena, spelling(r->arena, elem), t->len));
}

static void read_pointer(struct reader *r, Dwarf_Die *die, struct ctype *t)
{
	const struct ctype *to = type_of(r, die);
	t->kind = C_POINTER;
	t->size = t->align = 8;
	t->elem = to->kind == C_VOID ? NULL : to;
	spell(r->arena, t, spell_pointer(r->arena, spelling(r->arena, to)));
}

static void read_function(struct reader *r, Dwarf_Die *die, struct ctype *t)
{
	const char *params = "";
	Dwarf_Die child;
	bool open = false; // ... or ()
	for (int rc = dwarf_child(die, &child); rc == 0; rc = dwarf_siblingof(&child, &child)) {
		open |= dwarf_tag(&child) == DW_TAG_unspecified_parameters;
		if (dwarf_tag(&child) == DW_TAG_formal_parameter)
			params = arena_printf(r->arena, "%s%s%s", params, *params ? ", " : "", type_of(r, &child)->text);
	}
	if (open && *params)
		params = arena_printf(r->arena, "%s, ...", params);
	t->kind = C_OTHER;
	t->align = 1;
	spell(r->arena, t, spell_function(r->arena, spelling(r->arena, type_of(r, die)), open || *params ? params : "void"));
}

// An enum is passed like the type under it; old DWARF does not name that.
static void read_enum(struct reader *r, Dwarf_Die *die, struct ctype *t)
{
	const char *name = dwarf_diename(die);
	const struct ctype *under = type_of(r, die);
	t->kind = under->kind == C_VOID ? C_OTHER : under->kind;
	t->align = t->size;
	t->text = name ? arena_printf(r->arena, "enum %s", name) : "enum";
	t->is_signed = under->is_signed;
	t->incomplete = dwarf_hasattr(die, DW_AT_declaration);
}

// A qualifier of a pointer stands behind its star, save where it has a name.
static void qualify(struct arena *a, struct ctype *t, const char *qualifier)
{
	if (t->kind == C_POINTER && t->spelling)
		spell(a, t, spell_qualified_pointer(a, t->spelling, qualifier));
	else if (t->spelling)
		spell(a, t, arena_printf(a, "%s %s", qualifier, t->spelling));
	else
		t->text = arena_printf(a, "%s %s", qualifier, t->text);
}

// A qualifier or typedef is the type it names under another spelling.
static void read_named(struct reader *r, Dwarf_Die *die, struct ctype *t, const char *qualifier)
{
	const struct ctype *inner = type_of(r, die);
	const char *name = dwarf_diename(die);
	Dwarf_Word given;
	*t = *inner;
	if (qualifier) {
		qualify(r->arena, t, qualifier);
	} else if (name) {
		t->text = arena_strdup(r->arena, name);
		t->spelling = NULL;
	}
	if (udata(die, DW_AT_alignment, &given) && given > t->align) {
		t->align = given;
		t->overaligned = true;
	}
	// clang rounds the size up, gcc does not, and DWARF has that of the type inside
	if (dwarf_tag(die) == DW_TAG_atomic_type && (t->kind == C_STRUCT || t->kind == C_UNION || t->kind == C_ARRAY))
		t->unfit = "compilers differ in how they pass an _Atomic struct";
}

static void read_by_tag(struct reader *r, Dwarf_Die *die, struct ctype *t)
{
	switch (dwarf_tag(die)) {
	case DW_TAG_base_type:
		read_base(die, t);
		break;
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		read_pointer(r, die, t);
		break;
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
		read_record(r, die, t, C_STRUCT, "struct");
		break;
	case DW_TAG_union_type:
		read_record(r, die, t, C_UNION, "union");
		break;
	case DW_TAG_array_type:
		read_array(r, die, t);
		break;
	case DW_TAG_enumeration_type:
		read_enum(r, die, t);
		break;
	case DW_TAG_typedef:
		read_named(r, die, t, NULL);
		break;
	case DW_TAG_const_type:
		read_named(r, die, t, "const");
		break;
	case DW_TAG_volatile_type:
		read_named(r, die, t, "volatile");
		break;
	case DW_TAG_restrict_type:
		read_named(r, die, t, "restrict");
		break;
	case DW_TAG_atomic_type:
		read_named(r, die, t, "_Atomic");
		break;
	case DW_TAG_subroutine_type:
		read_function(r, die, t);
		break;
	default:
		t->kind = C_OTHER;
		t->align = 1;
	}
}

// Under whatever names and qualifiers.
static bool is_pointer(Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Die at = *die;
	for (int depth = 0; depth < MAX_NESTING; depth++) {
		int tag = dwarf_tag(&at);
		if (tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type || tag == DW_TAG_rvalue_reference_type)
			return true;
		bool named = tag == DW_TAG_typedef || tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
		             tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type;
		if (!named || !dwarf_formref_die(dwarf_attr_integrate(&at, DW_AT_type, &attr), &at))
			return false;
	}
	return false;
}

static const struct ctype *read_type(struct reader *r, Dwarf_Die *die)
{
	Dwarf_Off offset = dwarf_dieoffset(die);
	for (size_t i = 0; i < r->memo.n; i++)
		if (r->memo.v[i].offset == offset)
			return r->memo.v[i].type;
	if (r->depth > MAX_NESTING)
		return &void_type;

	struct ctype *t = arena_alloc(r->arena, sizeof *t);
	const char *name = dwarf_diename(die);
	Dwarf_Word size = 0;
	udata(die, DW_AT_byte_size, &size);
	// A type that is met again inside itself is, until it is complete, a pointer,
	// which a struct behind it may hold, or a struct nobody knows behind a pointer.
	*t = (struct ctype){.kind = C_STRUCT, .text = arena_strdup(r->arena, name ? name : "?"), .size = size, .align = 1,
	                    .incomplete = true};
	if (is_pointer(die))
		*t = (struct ctype){.kind = C_POINTER, .text = t->text, .size = 8, .align = 8};
	VEC_PUSH(r->arena, &r->memo, (struct memo){offset, t});
	r->depth++;
	struct ctype full = {.text = t->text, .size = size};
	read_by_tag(r, die, &full);
	r->depth--;
	*t = full;
	return t;
}

// The definition at the symbol's address: the one of its name, since empty
// functions share their address with the next; or the only one (an alias).
static bool find_function(const struct image *img, const struct symbol *sym, Dwarf_Die *found)
{
	uint64_t start = image_origin(img, sym->addr);
	size_t lo = 0, hi = img->definitions.n; // the first that does not start before the symbol
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (img->definitions.v[mid].start < start)
			lo = mid + 1;
		else
			hi = mid;
	}
	size_t hits = 0;
	for (size_t i = lo; i < img->definitions.n && img->definitions.v[i].start == start; i++, hits++) {
		*found = img->definitions.v[i].die;
		const char *name = dwarf_diename(found);
		if (name && strcmp(name, sym->name) == 0)
			return true;
	}
	return hits == 1;
}

static const char *declaration(struct arena *a, const struct proto *p)
{
	const char *s = arena_printf(a, "%s(", p->name);
	for (size_t i = 0; i < p->nparams; i++)
		s = arena_printf(a, "%s%s%s", s, i ? ", " : "", spell_named(a, spelling(a, p->params[i].type), p->params[i].name));
	if (p->variadic)
		s = arena_printf(a, "%s%s...)", s, p->nparams ? ", " : "");
	else
		s = arena_printf(a, "%s%s)", s, p->nparams ? "" : "void");
	return spell_named(a, spelling(a, p->result), s);
}

// An out-of-line copy of an inlined function refers to the abstract one,
// which alone has all parameters.
static Dwarf_Die *with_parameters(Dwarf_Die *die, Dwarf_Die *origin)
{
	Dwarf_Attribute attr;
	if (dwarf_hasattr(die, DW_AT_abstract_origin) &&
	    dwarf_formref_die(dwarf_attr(die, DW_AT_abstract_origin, &attr), origin))
		return origin;
	return die;
}

// The parameter of the body that stands for one of the abstract function.
static Dwarf_Die *concrete(Dwarf_Die *function, Dwarf_Die *parameter, Dwarf_Die *found)
{
	Dwarf_Attribute attr;
	Dwarf_Die origin;
	for (int rc = dwarf_child(function, found); rc == 0; rc = dwarf_siblingof(found, found))
		if (dwarf_formref_die(dwarf_attr(found, DW_AT_abstract_origin, &attr), &origin) &&
		    dwarf_dieoffset(&origin) == dwarf_dieoffset(parameter))
			return found;
	return parameter;
}

const struct proto *proto_read(struct arena *a, const struct image *img, const struct symbol *sym)
{
	Dwarf_Die die, origin, child, body;
	if (!img->dwarf || !find_function(img, sym, &die))
		return NULL;
	struct reader r = {.arena = a, .img = img};
	struct proto *p = arena_alloc(a, sizeof *p);
	Dwarf_Die *full = with_parameters(&die, &origin);
	VEC(struct cparam) params = {0};
	for (int rc = dwarf_child(full, &child); rc == 0; rc = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) == DW_TAG_unspecified_parameters)
			p->variadic = true;
		if (dwarf_tag(&child) != DW_TAG_formal_parameter)
			continue;
		const char *name = dwarf_diename(&child);
		struct cparam param = {
			.name = arena_strdup(a, name ? name : ""),
			.type = type_of(&r, &child),
			.pos = image_decl_pos(a, img, &child),
			.entry = convention_entry(&die, concrete(&die, &child, &body)),
		};
		VEC_PUSH(a, &params, param);
	}
	p->name = sym->name;
	p->pos = image_decl_pos(a, img, full);
	p->result = type_of(&r, full);
	p->params = params.v;
	p->nparams = params.n;
	p->text = declaration(a, p);
	p->producer = arena_strdup(a, dwarf_producer(full));
	p->doubt = convention_doubt(a, full, p);
	return p;
}
