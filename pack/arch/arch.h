// arch.h - what the tool knows of an architecture: facts, tables and functions,
// each architecture's in one struct (arch/*/ARCH.c fills it in, list.h lists
// them). All of its functions are there, but rewrite where it says so. No
// other folder but trampolines/ARCH knows its registers.
#ifndef NEARCALL_ARCH_H
#define NEARCALL_ARCH_H

#include "base/arena.h"
#include "model/call.h"
#include "model/gocall.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/insn.h"
#include "model/op.h"
#include "model/proof.h"
#include "model/rewriting.h"
#include "model/track.h"

#include <stddef.h>

// What may be in a package's code: its level and what its flags add; or in what
// one function reaches, which may be more.
struct level {
	int rank;                // among the architecture's levels
	bool any;                // flags name a processor
	const struct gopkg *pkg; // whose flags they are
	const char *own;         // beside the function, "x86-64-v3+sha"; or ""
};

// How the relocations of the architecture are to be read.
enum reloc_kind {
	RELOC_OTHER,
	RELOC_NONE,
	RELOC_DISTANCE,  // 32 bits: the place meant, less the place of the field
	RELOC_GOT,       // through a global offset table
	RELOC_NEAR,      // in an instruction: the place meant, less that of the instruction, in part of its bits
	RELOC_PAGE,      // likewise, but of the pages of 4,096 bytes that both are in
	RELOC_LOW,       // in an instruction: the low 12 bits of the place meant
};

// A use of the global offset table: its relocation, and where its field is in the instruction.
struct direct {
	uint32_t type;
	int64_t addend;
	size_t field; // bytes from the instruction's first
};

// What a relocation has to do with a symbol that is not there.
enum absent_use {
	ABSENT_OTHER,
	ABSENT_LOADED, // an instruction loads its address from the global offset table
	ABSENT_CALLED, // by distance
	ABSENT_STORED, // a constant holds its address
};

// How the C ABI passes a call.
struct abi_call {
	uint64_t stack_bytes;      // of arguments
	regset registers;          // general ones that arguments are in
	regset results;            // general ones that the result is in, or its address
	const int *dwarf_places;   // of each argument: DWARF's number of its one register; -1 for other places
	bool exact_places;         // the compiler that made it tells where parameters are at the first instruction
	const char *what, *hint;   // what of it the ABI leaves open, or compilers do differently; or NULL
};

// A program of which only the end of its name is the same on all machines, and the package that has it.
struct arch_package {
	const char *program, *package;
};

struct arch {
	const char *name;          // GOARCH
	const char *go_level;      // what cmd/go defines for assembly, at its lowest level: GOAMD64_v1; NULL: nothing
	const char *machine_name;  // for people: "x86-64"
	int elf_machine;           // EM_*
	const char *triple;        // of the GNU tools for it: "aarch64-linux-gnu"
	const char *mapping;       // which letters its mapping symbols have: "$x", "$d.1"; or ""
	const struct arch_package *packages; // Debian's, of tools that another machine needs; ends with {NULL}

	struct {
		uint8_t count, sp, fp;         // general registers; the stack and frame pointer
		uint8_t link;                  // where a call leaves the return address; REG_NONE: on the stack
		regset callee_saved;           // the caller's, at each return
		regset reserved;               // that C never writes
		regset relaid_reserved;        // that the code of a relaid image never writes
		regset results;                // that C returns values in
		const uint8_t *arguments;      // in the order of the C ABI
		uint8_t narguments;
		uint8_t result;                // of a pointer or an integer
		const char *const *names;      // C's
		const uint8_t *from_dwarf;     // by DWARF number
		uint8_t ndwarf;
	} regs;
	struct {
		uint8_t call;      // bytes that a call pushes
		uint8_t word;      // bytes
		uint16_t red_zone; // bytes below the stack pointer that are safe
		uint8_t align;     // C's, at a call
		uint8_t relaid_args; // of a relaid image: bytes from a function's stack pointer at its entry to its stack
		                   // arguments; those in front of them are its caller's, its return address among them
	} stack;

	bool loose_cfi; // compilers' unwind information is right at calls, and need not be where a frame is taken down

	enum reloc_kind (*reloc_kind)(uint32_t type);

	// direct makes of the instruction of n bytes at p, which takes the address of
	// something from the global offset table, one of the same length that does
	// without, and of *d the relocation that it needs. False, with nothing
	// changed, where there is none.
	bool (*direct)(uint8_t *p, size_t n, struct direct *d);

	// forget makes of the instruction of n bytes at p, which takes the address of a
	// place by its distance, one of the same length that gives 0; false, with
	// nothing changed, where there is none.
	bool (*forget)(uint8_t *p, size_t n);

	// absent_use tells what a relocation of that type means where the symbol is not
	// there, and which takes its place: LOADED, the distance of a constant that holds
	// the address; STORED, none at all.
	enum absent_use (*absent_use)(uint32_t type, uint32_t *instead);

	// The body of a function that does nothing but fault, so that Go panics.
	const uint8_t *trap;
	uint8_t ntrap;

	struct abi_call (*abi_call)(struct arena *a, const struct call *call);
	// go_assign places the parameters and results of a function by Go's register
	// convention.
	struct go_call (*go_assign)(struct arena *a, const struct gofunc *f);

	// decode reads the instruction in the n bytes at p, which stands at addr;
	// false when there is none that it knows.
	bool (*decode)(const uint8_t *p, size_t n, uint64_t addr, struct insn *out);

	// forbidden tells what of the instruction a goroutine does not allow, to
	// follow the function's name; NULL when it may be used. *hint: what to do.
	const char *(*forbidden)(struct arena *a, const uint8_t *p, const struct insn *in, const char **hint);

	// missing does the same for what the level lacks.
	const char *(*missing)(struct arena *a, const struct level *l, const uint8_t *p, const struct insn *in,
	                       const char **hint);
	// level is what the package declares, and own besides: a level beside a function, or "".
	struct level (*level)(const struct gopkg *pkg, const char *own);

	// relay lays the functions of a proven image out anew, so that Go's unwinder can
	// read their frames at each instruction; img then has new bytes, places and
	// img->origins, and has to be proven again. It sets img->opaque where a function cannot
	// be relaid, and changes nothing then. NULL: as the compiler lays them out, they will do.
	void (*relay)(struct arena *a, struct image *img, const struct proof *proof);

	// The compiler's flags: its own ones, which end with NULL; what gcc and clang
	// take behind all that the tool gives them; and those for a level (NULL: the
	// lowest), with blanks between.
	const char *const *cflags, *const *gcc_flags, *const *clang_flags;
	const char *(*cpu_flags)(struct arena *a, const char *level);

	// level_macro is what cmd/go defines for assembly where Go code needs that
	// level too; NULL if nothing says so.
	const char *(*level_macro)(const char *level);

	// The track: at an instruction, where paths meet, before a call (and what it
	// leaves), at a return to C, and to Go. Each says what is wrong, or NULL.
	const char *(*track)(struct track *t, const struct insn *in);
	bool (*track_join)(struct track *into, const struct track *from, const char **what);
	const char *(*track_call)(struct track *t, const struct track *callee);
	const char *(*track_leave)(const struct track *t);
	const char *(*track_go)(const struct track *t, bool mended, const char **hint);
	// mends tells whether an entry, which such a level is for, may take the vector
	// registers out of the state that slows Go down: then track.upper is mended.
	bool (*mends)(const struct level *l);

	// What Go's assembler makes of what *place* writes by name.
	struct {
		// classify tells an op of which the address, length and depth are known
		// what instruction it is to cmd/asm: kind, value, moves, adjust, call, jump,
		// address. One that cmd/asm would make longer stays OP_BYTES.
		void (*classify)(const struct insn *in, struct op *op);
		uint8_t (*adjust_length)(int64_t n);     // bytes of ADJSP $n
		uint8_t long_jump, short_jump; // bytes
		bool (*lengthen)(struct op *op); // makes a short jump in op->bytes long; false, or NULL: it cannot be
		// refer changes the bytes of an op, whose place and length are known, so that its operand refers
		// to `to`; false if it does not reach.
		bool (*refer)(const struct op *op, uint8_t *bytes, uint64_t to);
		void (*nops)(uint8_t *out, size_t n); // n bytes that do nothing, in few instructions
		// call_instead appends what a body in a trampoline does in the place of a jump to another function at the
		// depth of a return, all of it with bytes: a call, with C's alignment of the stack pointer where
		// `align` says that the callee may rely on it, behind which stack and frame pointer are as at the jump.
		void (*call_instead)(struct arena *a, const struct op *jump, bool align, struct ops *out);
		uint8_t push;                  // bytes of the shortest PUSHQ or POPQ, of one word; 0: there are none
		uint8_t unit;                  // bytes that the length of each instruction is a multiple of
		// bytes of what cmd/asm makes of a symbol's address, where that is more than the instruction that
		// classify gives as one: with what does nothing behind it, it takes as many; or 0
		uint8_t address;
		bool prologue; // a body of a deep text is entered behind a prologue that cmd/asm makes for it
		uint64_t reach; // bytes, how far constants may be from code that refers to them; 0: any
	} go;

	// rewrite writes the instruction in the n bytes at code, changed so, as out,
	// of at most INSN_MAX_BYTES. The result is its length; 0 when it cannot be had.
	// NULL: no body stands in a trampoline that would have to change.
	size_t (*rewrite)(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out);

	// Registers for a body in a trampoline.
	struct {
		regset free;          // what both conventions let a function use
		// those that Go does, the rarest in arguments first; one is left to what moves arguments
		const uint8_t *order;
		uint8_t norder;
		const uint8_t *constants; // those that may hold the address of its constants, the best first
		uint8_t nconstants;
		uint8_t stack;            // bytes of stack that it may use, which no prologue checks
	} body;
};

// arch_find is the architecture of that name (GOARCH); NULL when the tool does
// not know it.
const struct arch *arch_find(const char *name);

// arch_of_host is the architecture of this machine.
const struct arch *arch_of_host(void);

// arch_names lists all names: "amd64, arm64", with ", " between.
const char *arch_names(struct arena *a, const char *between);

extern const struct arch arch_amd64, arch_arm64;

#endif
