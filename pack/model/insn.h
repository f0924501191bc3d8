// insn.h - one machine instruction, in terms that no architecture owns.
//
// A decoder (arch/*/decode.c) fills it in from the decoder library's own read
// and write sets. Everything the proof believes of an instruction stands here:
// what is not understood has kind INSN_OTHER, and then its effect is that all
// of `writes` and all that its accesses write is unknown behind it.
#ifndef NEARCALL_INSN_H
#define NEARCALL_INSN_H

#include <stdbool.h>
#include <stdint.h>

// A set of general registers: 1 << number.
typedef uint32_t regset;

enum {
	INSN_REGS = 32,        // general registers at most, the stack pointer among them
	INSN_ACCESSES = 2,     // of memory, by one instruction
	INSN_MAX_BYTES = 16,
	REG_NONE = 0xff,
	REG_OTHER = 0xfe,      // no general register: a vector as index, a segment
};

enum insn_kind {
	INSN_OTHER,    // writes its outputs with what is not followed
	INSN_NOTHING,  // no effect at all
	INSN_MOVE,     // to = a; of a pair, to2 = a2 at the same time
	INSN_INSERT,   // to = to, but for the 16 bits from bit b on, which are a's (both immediate)
	INSN_ZERO_EXTEND, INSN_SIGN_EXTEND, // to = a, of fewer bits
	INSN_ADD, INSN_SUB, INSN_AND,       // to = a op b
	INSN_ADDRESS,  // to = the address that operand a would access
	INSN_SELECT,   // to = a or b, by the flags
	INSN_COMPARE,  // flags from a - b, nothing written
	INSN_PUSH,     // the stack pointer goes down by a's bytes, and a is stored there
	INSN_POP,      // to is loaded from the stack pointer, which goes up; then to's address, if it has one, is taken
	INSN_LEAVE,    // stack pointer = frame pointer, then pop it
	INSN_CALL,     // to target, or to what a holds; the return address goes onto the stack, or to the link register
	INSN_JUMP,     // always; to target, or to what a holds
	INSN_BRANCH,   // perhaps, to target
	INSN_RETURN,   // a: bytes popped besides, if it is an immediate; a register: where the return address is
	INSN_TRAP,     // nothing goes on behind it
};

// What a conditional branch asks of the comparison in front of it, unsigned.
enum insn_condition { COND_OTHER, COND_ABOVE, COND_ABOVE_EQUAL, COND_BELOW, COND_BELOW_EQUAL };

// How the bits of the result come from those of `to` and `a`, where the kind does not say it: INSN_OTHER.
enum insn_bits {
	BITS_MIXED,                                // any from any
	BITS_OR, BITS_XOR,                         // each from the same of both
	BITS_LEFT, BITS_RIGHT, BITS_RIGHT_SIGNED,  // of `to`, shifted by a's number
	BITS_TEST,                                 // nothing is written but flags, from a and b, bit by bit
};

// An address: base + index * scale + disp; or, with pc_relative, `addr`.
struct place {
	uint8_t base, index; // REG_NONE, REG_OTHER
	uint8_t scale;       // 1, 2, 4, 8
	bool pc_relative;
	int64_t disp;
	uint64_t addr;
};

enum operand_kind { OPERAND_NONE, OPERAND_REGISTER, OPERAND_IMMEDIATE, OPERAND_MEMORY, OPERAND_OTHER };

struct operand {
	uint8_t kind;    // enum operand_kind
	uint8_t reg;     // OPERAND_REGISTER: a general one
	uint16_t bits;   // of what is read or written
	union {
		int64_t imm;     // OPERAND_IMMEDIATE
		struct place at; // OPERAND_MEMORY
	};
};

// A use of memory. What push, pop, leave, call and return do at the stack
// pointer is not among them.
struct access {
	struct place at;
	uint16_t bytes;  // of one element
	bool reads, writes;
	bool repeats;    // so many elements as a register counts, upwards
	uint8_t count;   // that register
	bool hint;       // no access: a prefetch
	bool aligned;    // has to be aligned to its size
};

struct insn {
	uint64_t addr;
	uint8_t length;         // bytes
	enum insn_kind kind;
	enum insn_condition condition;
	struct operand to, a, b;
	struct operand to2, a2; // of a pair; else OPERAND_NONE
	// Afterwards, this is added to a register: write-back of an address. Places of
	// the instruction count from the register as it was before. No bytes: none.
	struct {
		uint8_t reg;
		int64_t bytes;
	} back;
	struct access access[INSN_ACCESSES];
	uint8_t accesses;
	regset reads, writes;   // general registers, hidden and partial ones too; pops and pushes aside, the stack
	                        // pointer's too
	regset data;            // read other than for the address of an access
	regset merges;          // read only because what is written is a part of them, or may not be written
	regset narrow;          // written as 32 bits, the rest zero
	regset fixed;           // of all these, those that the encoding does not let one choose
	uint32_t vector_writes; // vector registers, 1 << number
	bool parts;             // uses parts of registers that not all have (x86: AH)
	enum insn_bits bits;
	bool sets_flags, all_flags; // some of the flags; all that a condition asks for, whatever they were
	bool tests_flags;       // may do otherwise by them
	bool commutes;          // to = to op a may as well be a = a op to
	bool divides;           // may fault without an access
	int8_t pushes;          // registers onto the architecture's register stack
	uint64_t target;        // of a direct call, jump or branch; else 0

	// A field that means a place by its distance: of a branch, or of an operand
	// relative to the instruction; width 0 when there is none.
	uint8_t field, width;   // where in the instruction, bytes
	uint64_t refers;        // the place

	// For the architecture's own tables.
	uint16_t op, set;       // its numbers of mnemonic and instruction set
	uint16_t marks;         // what its track() asks for
};

// insn_end is the address behind the instruction.
static inline uint64_t insn_end(const struct insn *in)
{
	return in->addr + in->length;
}

#endif
