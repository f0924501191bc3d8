// emitter.h - what of Go assembly is an architecture's own.
//
// The files of this folder write what is the same on all; each folder beside
// them fills in one of these.
#ifndef NEARCALL_EMITTER_H
#define NEARCALL_EMITTER_H

#include "model/placement.h"
#include "trampolines/asmtext.h"
#include "trampolines/trampoline.h"

// An instruction as Go's assembler reads it.
struct spelling {
	const char *prefix; // a line of its own in front; or NULL
	const char *op, *operands;
	bool address;       // it puts the place's address into a register: in which bytes, is Go's linker's choice
};

struct emitter {
	const char *arch; // GOARCH

	// Bytes.
	const struct asm_directive *directives; // that lay down data, the widest first
	struct {
		const uint8_t *bytes;
		size_t n;
	} trap; // an instruction that ends the program: it fills gaps

	// disassemble gives the text of the instruction in the n bytes at p, as if it
	// stood at address `at`, and its length: some for bytes that are none.
	size_t (*disassemble)(struct arena *a, const uint8_t *p, size_t n, uint64_t at, const char **text);

	// The C functions. Places are bytes from the start of the text's body.

	// text_head appends the TEXT line, and what stands in front of the body.
	void (*text_head)(struct asmtext *t, const struct text *text);

	// instruction appends an op that is not written as bytes; place is the
	// operand of one that refers to another text. The result is how many lines.
	int (*instruction)(struct asmtext *t, const struct op *op, const char *place);

	// spell gives the instruction in the n bytes at p in Go's words, with `place` for
	// the operand that counts from the instruction; false if there are none. Whether
	// Go's assembler makes the same bytes of them is still to be seen.
	bool (*spell)(struct arena *a, const uint8_t *p, size_t n, const char *place, struct spelling *out);

	// jump makes the bytes of an OP_GOTO.
	void (*jump)(const struct op *op, uint8_t *bytes);

	// address appends what puts the address of a symbol into a register.
	void (*address)(struct asmtext *t, const char *symbol, int reg);

	// The entries.

	// reframe tells where C's arguments on the stack lie in Go's frame. False when
	// these are not all as far from where C expects them, or smaller than words.
	bool (*reframe)(struct arena *a, const struct call *call, struct reframing *out);

	struct written (*stack_entry)(struct asmtext *t, const struct trampoline *tr);

	// plan_registers finds out how a call goes from registers to registers. The
	// result says why it cannot: NULL when all values are numbers, pointers,
	// strings, slices or structs of whole words, and C needs no more stack than Go
	// leaves to functions that do not check it.
	const char *(*plan_registers)(struct arena *a, const struct trampoline *tr, struct register_plan *out);

	// surround tells what is in front of a fused body, and how it can return: in a
	// register entry with that plan, or in a stack entry if plan is NULL. NULL: a body
	// needs nothing of that, for all its jumps are of one length and go to its end.
	void (*surround)(struct arena *a, const struct trampoline *tr, const struct register_plan *plan,
	                 struct surroundings *out);

	// levels appends what entries that choose among levels of the CPU read, and
	// detection the Go code that sets it, for levels of those names, the lowest
	// first. That imports the packages of detection_imports, which end with NULL.
	void (*levels)(struct asmtext *t);
	const char *const *detection_imports;
	void (*detection)(struct buf *out, const char *const *levels, size_t n);

	// guard appends the function GUARD_SYMBOL: with known, for a Go whose goroutines are
	// known to have their guard where it looks; else it finds one that never says yes.
	// It changes nothing but the first result's register, on arm64 R16.
	void (*guard)(struct asmtext *t, bool known);

	// register_entry saves the frame pointer, with frame, if it does nothing but call.
	struct written (*register_entry)(struct asmtext *t, const struct trampoline *tr,
	                                 const struct register_plan *plan, bool frame);

	// register_value appends the data of a Go variable of func type, whose value
	// is the register entry of that symbol.
	void (*register_value)(struct asmtext *t, const char *variable, const char *symbol);
};

// emitter_of is the emitter for a GOARCH; NULL if there is none.
const struct emitter *emitter_of(const char *arch);

#endif
