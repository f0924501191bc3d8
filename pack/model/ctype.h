// ctype.h - C types and prototypes, from DWARF or from a directive.
//
// All strings and arrays are owned by the arena of the build.
#ifndef NEARCALL_CTYPE_H
#define NEARCALL_CTYPE_H

#include "base/diag.h"

#include <stdbool.h>
#include <stdint.h>

enum ckind {
	C_VOID,
	C_BOOL,
	C_INT,      // also characters and enums; see is_signed and is_char
	C_FLOAT,    // float, double; 16 bytes: long double
	C_COMPLEX,  // size is that of both parts
	C_POINTER,
	C_STRUCT,
	C_UNION,
	C_ARRAY,
	C_VECTOR,   // a compiler's SIMD type
	C_OTHER,    // functions (size 0), decimal floats, _BitInt: nothing that is passed
};

struct cfield;

// A C type. size and align in bytes.
struct ctype {
	enum ckind kind;
	const char *text;      // as C spells it: "const uint64_t *"
	const char *spelling;  // of pointers, arrays and functions: see bind/spell.h; or NULL
	uint64_t size, align;
	bool is_signed;        // C_INT
	bool is_char;          // plain char: its signedness is the compiler's choice
	bool incomplete;       // a struct or union that is only declared
	bool overaligned;      // alignas or an aligned attribute raises it, or a member's
	const char *unfit;     // why no value of it can be passed, though it can be pointed to; or NULL
	const struct ctype *elem; // pointer, array, vector; NULL for void *
	bool untold;           // the ptr of a signature, which points to anything
	uint64_t len;          // array, vector
	const struct cfield *fields;
	size_t nfields;
};

struct cfield {
	const char *name;
	uint64_t offset; // bytes
	const struct ctype *type;
	bool bits;       // a bit-field
};

struct cparam {
	const char *name; // "" when unnamed
	const struct ctype *type;
	struct pos pos;
	int entry; // where it is at the first instruction: see convention_entry
};

// Why a prototype is not to be believed; all NULL when it is.
struct doubt {
	const char *why, *hint;
	bool final; // what the directive says does not help: it is called in another way
};

struct proto {
	const char *name;
	const char *text; // "uint64_t sum_u64(const uint64_t *xs, size_t n)"
	struct pos pos;
	const struct ctype *result; // kind C_VOID when there is none
	const struct cparam *params;
	size_t nparams;
	bool variadic;
	const char *producer; // the compiler, as it names itself in DWARF; "" when unknown
	struct doubt doubt;
};

#endif
