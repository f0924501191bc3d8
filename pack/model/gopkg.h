// gopkg.h - the signature model: what *read* finds in a Go package.
//
// All strings and arrays are owned by the arena of the build.
#ifndef NEARCALL_GOPKG_H
#define NEARCALL_GOPKG_H

#include "base/arena.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stdint.h>

enum gokind {
	GO_BOOL, GO_INT8, GO_INT16, GO_INT32, GO_INT64, GO_INT,
	GO_UINT8, GO_UINT16, GO_UINT32, GO_UINT64, GO_UINT, GO_UINTPTR,
	GO_FLOAT32, GO_FLOAT64, GO_COMPLEX64, GO_COMPLEX128,
	GO_STRING, GO_POINTER, GO_UNSAFE_POINTER, GO_SLICE, GO_ARRAY, GO_STRUCT,
	GO_INTERFACE, GO_MAP, GO_CHAN, GO_FUNC,
	GO_KINDS
};

// gokind_name is what nearcall-godecl calls a kind: up to GO_STRING, the name of
// Go's own type of the kind.
const char *gokind_name(enum gokind kind);

struct gofield;

// A Go type with gc's layout for the architecture. size and align in bytes.
struct gotype {
	const char *text; // as written in the package: "[]uint64"
	enum gokind kind; // of the underlying type
	uint64_t size, align;
	const struct gotype *elem; // pointer, slice, array; or NULL
	uint64_t len;              // array
	const struct gofield *fields;
	size_t nfields;
	bool recursive; // a named struct met again inside itself; fields left out
};

struct gofield {
	const char *name;
	uint64_t offset; // bytes from the start of the struct
	const struct gotype *type;
};

// A parameter or result. The name is the assembler's: what stands before
// +offset(FP), as go vet's asmdecl wants it (arg1, ret, ... when unnamed).
struct goparam {
	const char *name;
	uint64_t offset; // bytes from 0(FP), ABI0 frame layout
	const struct gotype *type;
	bool nameless;   // assembly cannot say the name: a register's, a macro's, another variable's
};

struct goimport {
	const char *name; // or "", where the package's own will do
	const char *path;
};

// The C function behind a Go function from a level of the CPU on.
struct level_func {
	const char *level, *c_name;
	struct pos pos;
};

struct gofunc {
	const char *name, *c_name;
	struct pos pos;       // of the name in the Go declaration
	const char *decl;     // "func Sum(xs []uint64) uint64"
	const char *signature; // of the C function, as the directive gives it, or ""
	const char *build;    // the file's //go:build expression, or ""
	const char *built;    // the same with what the file's name asks for
	const char *assert;   // a Go declaration that compiles only with this type of the function
	const struct goimport *imports; // of assert
	size_t nimports;
	const struct goparam *params, *results;
	size_t nparams, nresults;
	uint64_t args_size;   // bytes from 0(FP) to the end of the last result
	VEC(struct level_func) by_level; // where not c_name
	const char *cpu;      // the level that code which this one alone reaches may need; "": the package's
	// Calls that take long: at most one of the three.
	bool blocking;        // as a system call
	bool yield;           // C comes back early, and has a guard as its last parameter
	const char *loop;     // Go code that calls nearcallFStack again and again, for a chunk or a yield; "" or NULL: none
};

// gofunc_loops tells whether Go code stands behind the declaration, and calls C again and again.
static inline bool gofunc_loops(const struct gofunc *f)
{
	return f->loop && *f->loop;
}

// One file that a directive names, relative to the package's folder.
struct input {
	const char *path;
	struct pos pos; // of the directive
	const char *const *flags; // of the compiler, for this source alone
	size_t nflags;
};

// A promise: at most limit activations of the C function symbol at once.
struct depth {
	const char *symbol;
	uint64_t limit;
	struct pos pos;
};

// A promise: what the C function site calls through pointers are the targets.
struct promised_calls {
	const char *site;
	VEC(const char *) targets;
	struct pos pos;
};

// A C variable that C may write to, by name; "*" means all.
struct writable {
	const char *name;
	struct pos pos; // of the name
};

// A generated file, without its first line.
struct given {
	const char *name, *text;
};

// A folder whose names decide what a package is.
struct folder {
	const char *path;   // absolute
	const char *suffix; // of the names that count; "" is all
};

struct gopkg {
	const char *dir;     // as given on the command line, cleaned
	const char *abs_dir;
	const char *name, *path; // package name and import path
	const char *module_dir;     // "" outside a module
	const char *goroot, *go_version, *lang; // lang: "go1.23", for the compiler
	VEC(const char *) imports;
	VEC(const char *) go_files;
	VEC(const char *) asm_files; // hand-written ones
	VEC(struct input) sources, archives;
	VEC(struct input) libm; // folders of C sources, a function a file
	VEC(const char *) cflags;
	VEC(struct input) cpu; // path holds the level
	bool partial; // a file was not readable in full: what is missing in it may be there
	VEC(struct depth) depths;
	VEC(struct promised_calls) calls;
	VEC(struct input) traps; // path holds the pattern
	VEC(struct writable) writable;
	VEC(struct gofunc) funcs;
	const char *declarations, *inputs; // hashes of what the Go files say (godecl/digest.go)
	VEC(struct given) files;   // generated Go files that the reader has written
	VEC(const char *) reads;   // what was read for all this, but inputs; absolute paths
	VEC(struct folder) folders;
};

#endif
