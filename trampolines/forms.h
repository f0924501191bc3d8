// forms.h - the forms that a call can have, and the entries that it gets.
//
// The archive carrier lets Go's calls go to a register entry *directly*. The
// module carrier can have one only *through a value* of func type, beside a
// stack entry for those versions of Go on which that was not tested. The stack
// entry alone is what every call can have; a register entry can stand *beside* it,
// which only nearcall toolexec looks at.
#ifndef NEARCALL_FORMS_H
#define NEARCALL_FORMS_H

#include "model/variant.h"
#include "trampolines/emitter.h"

// A file of Go assembly while it is written.
struct entry_file {
	const char *name;
	struct asmtext *t;
};

// What entries are written to, and which there are.
struct entries {
	struct entry_file file;   // of stack entries, and of register entries behind values
	struct entry_file direct; // of direct register entries
	const char *prefix;       // of the names of these, "example\302\267com\342\210\225p"; or NULL: there are none

	// Filled in.
	VEC(const struct call *) directs, values; // that got a register entry, directly or through a value
};

// The C function of a call at one level of the CPU.
struct candidate {
	const struct variant *v;
	const struct proven *function;
	bool *called;         // by text of v's placement: set where an entry calls it
	const char *suffix;   // of symbols that this level has for itself
	struct trampoline tr; // without symbol, body and what is below

	// Filled in by form_of, for the register forms.
	struct body *body; // or NULL
	const char *no_body;
};

// A call for which a form is looked for.
struct forming {
	struct arena *arena;
	const struct emitter *e;
	const struct call *call;
	struct entries *entries;
	bool by_value;        // the carrier would have this call through a value
	bool functions;       // C functions have texts, which bodies can call
	struct candidate *at; // the highest level first
	size_t n;

	// Filled in by form_of, for the register forms.
	bool planned;
	struct register_plan plan;
};

struct form {
	const char *name; // as nearcall build -v says it, in front of what write tells
	bool (*fits)(struct forming *f);
	const char *(*write)(struct forming *f); // appends the entries
};

// form_of is the best form that fits: there always is one.
const struct form *form_of(struct forming *f);

// form_beside writes a register entry for a call whose form is the stack entry
// alone, for builds through nearcall toolexec: other builds pass over it. It does
// nothing when there is none, or when one would need code that is not written.
void form_beside(struct forming *f);

// A register entry that nearcall toolexec finds stands between two such lines; the
// first ends with the function's name.
#define REGISTERS_BEGIN "// nearcall toolexec: "
#define REGISTERS_END "// nearcall toolexec ends"

// The names in Go of what stands beside a function F that is called through a
// value: its stack entry, and the variable with the value.
const char *form_stack_name(struct arena *a, const struct call *call);
const char *form_value_name(struct arena *a, const struct call *call);

#endif
