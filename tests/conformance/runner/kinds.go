// Package runner is the part of the conformance suite that goes into the
// generated programs: it fills arguments, calls, and compares what C logged
// and returned with what it should have.
//
// Tables describe the functions, so that the generated code is short. Here
// is also the vocabulary that generator and program share.
package runner

// Kind says what a leaf, a piece of an argument or a result, is.
type Kind uint8

// The kinds. Len and Cap are the words of strings and slices.
const (
	Bool Kind = iota
	I8
	I16
	I32
	I64
	U8
	U16
	U32
	U64
	F32
	F64
	I128
	Ptr
	Len
	Cap
	Kinds // how many there are
)

var sizes = [Kinds]uint32{
	Bool: 1, I8: 1, I16: 2, I32: 4, I64: 8, U8: 1, U16: 2, U32: 4, U64: 8,
	F32: 4, F64: 8, I128: 16, Ptr: 8, Len: 8, Cap: 8,
}

// Size is a kind's size in bytes.
func (k Kind) Size() uint32 { return sizes[k] }

// Integer reports whether a kind is an integer that fits in a register.
func (k Kind) Integer() bool { return k >= I8 && k <= U64 }

// Ext says how C widens a small integer to 64 bits.
type Ext uint8

// The ways to widen.
const (
	None Ext = iota
	Zero
	Sign
)

// Leaf is a scalar of the arguments: where it is in their struct, and what.
type Leaf struct {
	Off  uintptr
	Kind Kind
	Ext  Ext
}

// Mode says how C makes a leaf of its result.
type Mode uint8

// The ways to make a result. Src is an argument's leaf, K a constant.
const (
	Const  Mode = iota // K, and K2 as the upper half of 128 bits
	Copy               // Src, which has the same kind
	Add                // Src, an integer widened to 64 bits, plus K
	Negate             // Src, a float with its sign inverted
	Not                // Src, a bool, inverted
	Move               // Src, a pointer, plus K if it is not null
)

// Result is a scalar of the results.
type Result struct {
	Off  uintptr
	Kind Kind
	Mode Mode
	Src  int
	K    uint64
	K2   uint64
}

// Logged is the number of bytes that C logs for a leaf: the value, and 8 bytes
// more for small integers, widened, and for pointers, the byte behind them.
func (l Leaf) Logged() uint32 {
	if l.Ext != None || l.Kind == Ptr {
		return l.Kind.Size() + 8
	}
	return l.Kind.Size()
}

// Failure is what a program prints, as JSON, of a function that failed.
type Failure struct {
	Func      int
	Round     int
	Result    bool // a result differs; else an argument does
	Leaf      int  // which; -1 for bytes behind the log
	Got, Want []byte
}

// Summary is what a program prints in the end.
type Summary struct {
	Done  bool
	Calls int
	// Both counts functions called with either alignment of the stack.
	Both int
	GCs  uint32
}
