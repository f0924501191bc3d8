#include "bind/convention.h"

#include "link/dwarflang.h"

#include <dwarf.h>
#include <string.h>

enum { MAX_DEPTH = 64 };

static bool number(Dwarf_Die *die, unsigned name, Dwarf_Word *out)
{
	Dwarf_Attribute attr;
	return dwarf_formudata(dwarf_attr_integrate(die, name, &attr), out) == 0;
}

static bool flag(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attr;
	bool on;
	return dwarf_formflag(dwarf_attr_integrate(die, name, &attr), &on) == 0 && on;
}

// DW_AT_calling_convention of functions: DWARF 5, table 7.21, and LLVM's own.
// Those with an empty name are the System V ABI.
static const struct {
	unsigned value;
	const char *name;
} conventions[] = {
	{DW_CC_normal, ""},      {0xc2, ""},
	{DW_CC_nocall, "one of the compiler's own making"},
	{0xc0, "vectorcall"},    {0xc1, "ms_abi"},         {0xc5, "intel_ocl_bicc"}, {0xc7, "an OpenCL kernel's"},
	{0xc8, "swiftcall"},     {0xc9, "preserve_most"},  {0xca, "preserve_all"},   {0xcb, "regcall"},
	{0xcd, "preserve_none"}, {0xcf, "swifttailcall"},
};

static const char *convention_name(struct arena *a, Dwarf_Word cc)
{
	for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++)
		if (conventions[i].value == cc)
			return conventions[i].name;
	return arena_printf(a, "number %#llx", (unsigned long long)cc);
}

// Flags that change how values are passed and leave no other trace. gcc puts
// its command line into the producer.
static const struct {
	const char *text;
	bool floats_only;
} abi_flags[] = {
	{"-mabi=ms", false}, {"-fpcc-struct-return", false}, {"-fcall-saved-", false},
	{"-mno-sse", true},  {"-mno-sse2", true},            {"-mgeneral-regs-only", true},
};

// A flag is a word; one that ends in - is the beginning of a word.
static bool has_flag(const char *producer, const char *flag)
{
	size_t n = strlen(flag);
	for (const char *at = producer; (at = strstr(at, flag)); at += n)
		if (at > producer && at[-1] == ' ' && (flag[n - 1] == '-' || at[n] == ' ' || !at[n]))
			return true;
	return false;
}

// Damaged DWARF has types that hold themselves.
static bool holds_float(const struct ctype *t, int depth)
{
	if (t->kind == C_FLOAT || t->kind == C_COMPLEX || depth > MAX_DEPTH)
		return true;
	for (size_t i = 0; i < t->nfields; i++)
		if (holds_float(t->fields[i].type, depth + 1))
			return true;
	return t->kind == C_ARRAY && holds_float(t->elem, depth + 1);
}

static bool passes_floats(const struct proto *p)
{
	bool any = holds_float(p->result, 0);
	for (size_t i = 0; i < p->nparams && !any; i++)
		any = holds_float(p->params[i].type, 0);
	return any;
}

static const char *abi_flag(const struct proto *p)
{
	for (size_t i = 0; i < sizeof abi_flags / sizeof *abi_flags; i++)
		if (has_flag(p->producer, abi_flags[i].text) && (!abi_flags[i].floats_only || passes_floats(p)))
			return abi_flags[i].text;
	return NULL;
}

// `this` is passed like any pointer; others that the compiler makes may not be passed at all.
static const char *artificial_parameter(Dwarf_Die *die)
{
	Dwarf_Die child;
	for (int rc = dwarf_child(die, &child); rc == 0; rc = dwarf_siblingof(&child, &child)) {
		const char *name = dwarf_diename(&child);
		if (dwarf_tag(&child) == DW_TAG_formal_parameter && flag(&child, DW_AT_artificial) &&
		    !(name && strcmp(name, "this") == 0))
			return name ? name : "without a name";
	}
	return NULL;
}

static const struct ctype *first_record(const struct proto *p)
{
	if (p->result->kind == C_STRUCT || p->result->kind == C_UNION)
		return p->result;
	for (size_t i = 0; i < p->nparams; i++)
		if (p->params[i].type->kind == C_STRUCT || p->params[i].type->kind == C_UNION)
			return p->params[i].type;
	return NULL;
}

static const char *give(struct arena *a, const struct proto *p, const char *before)
{
	return arena_printf(a, "%s, or give the prototype: //nearcall:func %s(ptr, u64) u64", before, p->name);
}

static struct doubt unprototyped(struct arena *a, const struct proto *p)
{
	if (p->nparams)
		return (struct doubt){
			arena_printf(a, "%s is defined without a prototype (K&R): what it is passed is promoted", p->name),
			give(a, p, "write the types of its parameters between the parentheses"), false};
	return (struct doubt){
		arena_printf(a, "the debug information has no prototype of %s: () stands for (void), or it was compiled with -g1",
		             p->name),
		give(a, p, "write (void) and compile with -g"), false};
}

// What the language leaves unsaid: what a missing DW_AT_prototyped means depends on it.
static struct doubt unsaid(struct arena *a, enum language language, Dwarf_Die *die, const struct proto *p)
{
	const struct ctype *record = first_record(p);
	if (language == LANG_C)
		return flag(die, DW_AT_prototyped) ? (struct doubt){0} : unprototyped(a, p);
	if (language == LANG_ASSEMBLY || language == LANG_UNKNOWN)
		return (struct doubt){
			arena_printf(a, language == LANG_ASSEMBLY ? "%s is assembly, whose debug information has no prototypes"
			                                          : "%s is in a language whose calls nearcall does not know", p->name),
			arena_printf(a, "give the prototype: //nearcall:func %s(ptr, u64) u64", p->name), false};
	if (!p->nparams && p->result->kind == C_VOID)
		return (struct doubt){
			arena_printf(a, "the debug information of %s shows neither parameters nor a result, and may leave them out",
			             p->name),
			arena_printf(a, "compile with full debug information (-g, -C debuginfo=2), or give the prototype: "
			                "//nearcall:func %s()", p->name),
			false};
	if (language == LANG_RUST && record)
		return (struct doubt){
			arena_printf(a, "%s passes %s by value, which Rust does in two ways, and its debug information does not say "
			                "which", p->name, record->text),
			give(a, p, "pass a pointer to it, or make sure of extern \"C\""), false};
	return (struct doubt){0};
}

struct doubt convention_doubt(struct arena *a, Dwarf_Die *die, const struct proto *p)
{
	Dwarf_Word cc = DW_CC_normal;
	number(die, DW_AT_calling_convention, &cc);
	const char *name = convention_name(a, cc), *with = abi_flag(p), *made = artificial_parameter(die);
	if (*name)
		return (struct doubt){arena_printf(a, "%s follows another calling convention: %s", p->name, name),
		                      "nearcall calls by the System V ABI: remove the attribute, or write a function around it "
		                      "that has none", true};
	if (with)
		return (struct doubt){arena_printf(a, "%s was compiled with %s, which changes how C passes values", p->name, with),
		                      "compile it without that flag", true};
	if (made)
		return (struct doubt){arena_printf(a, "%s has a parameter of the compiler's own making (%s)", p->name, made),
		                      "write a function around it that has none", true};
	return unsaid(a, dwarf_language(die), die, p);
}

static bool by_gcc(Dwarf_Die *function)
{
	return strncmp(dwarf_producer(function), "GNU ", 4) == 0;
}

// Where gcc says that a parameter is at the first instruction, it is: nobody
// has moved it yet. LLVM lets a copy count from there, but Rust and Zig have
// nothing else that tells of a convention, and Zig loses parameters.
static bool says_places(Dwarf_Die *function)
{
	enum language language = dwarf_language(function);
	return by_gcc(function) || language == LANG_RUST || language == LANG_ZIG;
}

int convention_entry(Dwarf_Die *function, Dwarf_Die *parameter)
{
	Dwarf_Attribute attr;
	Dwarf_Addr start;
	Dwarf_Op *ops;
	size_t n;
	if (!says_places(function) || dwarf_entrypc(function, &start) != 0 || !dwarf_attr(parameter, DW_AT_location, &attr) ||
	    dwarf_getlocation_addr(&attr, start, &ops, &n, 1) != 1 || n != 1)
		return 0;
	// gcc counts from the stack pointer before the call: what is not below is the caller's
	if (ops->atom == DW_OP_fbreg && (int64_t)ops->number >= 0 && by_gcc(function))
		return -1;
	return ops->atom >= DW_OP_reg0 && ops->atom <= DW_OP_reg31 ? ops->atom - DW_OP_reg0 : 0;
}

// The class that a reference parameter refers to, without const and volatile.
static bool refers_to(Dwarf_Die *param, Dwarf_Off class)
{
	Dwarf_Attribute attr;
	Dwarf_Die type;
	bool reference = false;
	Dwarf_Die *at = param;
	for (int depth = 0; depth < MAX_DEPTH && dwarf_formref_die(dwarf_attr(at, DW_AT_type, &attr), &type); depth++) {
		int tag = dwarf_tag(&type);
		if (tag == DW_TAG_reference_type || tag == DW_TAG_rvalue_reference_type)
			reference = true;
		else if (tag != DW_TAG_const_type && tag != DW_TAG_volatile_type)
			return reference && dwarf_dieoffset(&type) == class;
		at = &type;
	}
	return false;
}

static bool copies(Dwarf_Die *constructor, Dwarf_Off class)
{
	Dwarf_Die child;
	for (int rc = dwarf_child(constructor, &child); rc == 0; rc = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_formal_parameter && refers_to(&child, class))
			return true;
	return false;
}

// What of a member function makes its class one that is passed by reference
// (Itanium C++ ABI, "non-trivial for the purposes of calls"). What the compiler
// made itself does nothing that the members do not do.
static const char *unfit_function(Dwarf_Die *function, const char *class, Dwarf_Off offset)
{
	const char *name = dwarf_diename(function);
	Dwarf_Word defaulted = DW_DEFAULTED_no;
	if (dwarf_hasattr(function, DW_AT_virtuality))
		return "it has virtual members";
	number(function, DW_AT_defaulted, &defaulted);
	bool as_members = defaulted == DW_DEFAULTED_in_class && !flag(function, DW_AT_deleted);
	if (!name || flag(function, DW_AT_artificial) || as_members)
		return NULL;
	if (*name == '~')
		return "it has a destructor, so that C++ passes it by reference";
	size_t n = strcspn(class, "<");
	if (strlen(name) == n && strncmp(name, class, n) == 0 && copies(function, offset))
		return "it has a copy or move constructor, so that C++ passes it by reference";
	return NULL;
}

const char *record_unfit(Dwarf_Die *die, bool *opaque)
{
	const char *class = dwarf_diename(die), *why = NULL;
	Dwarf_Word cc = 0; // clang says it, gcc 12 does not
	Dwarf_Die child;
	number(die, DW_AT_calling_convention, &cc);
	if (cc == DW_CC_pass_by_reference)
		why = "it is not trivial to copy, so that C++ passes it by reference";
	else if (dwarf_hasattr(die, DW_AT_containing_type))
		why = "it has virtual members";
	for (int rc = dwarf_child(die, &child); rc == 0; rc = dwarf_siblingof(&child, &child)) {
		const char *here = NULL;
		switch (dwarf_tag(&child)) {
		case DW_TAG_inheritance:
			*opaque |= dwarf_hasattr(&child, DW_AT_virtuality);
			here = "it has a base class";
			break;
		case DW_TAG_variant_part:
			*opaque = true;
			here = "it holds one of several variants";
			break;
		case DW_TAG_subprogram:
			here = cc == DW_CC_pass_by_value ? NULL : unfit_function(&child, class ? class : "", dwarf_dieoffset(die));
			break;
		default:
			break;
		}
		why = why ? why : here;
	}
	return why;
}
