package runner

import (
	"encoding/binary"
	"math/rand/v2"
	"unsafe"
)

// boundaries are the values that arguments and constant results have half of
// the time, as bits.
var boundaries = [Kinds][]uint64{
	Bool: {0, 1},
	I8:   {0, 1, 0xff, 0x80, 0x7f, 0x81}, U8: {0, 1, 0xff, 0x80, 0x7f, 0xfe},
	I16: {0, 1, 0xffff, 0x8000, 0x7fff, 0x80}, U16: {0, 1, 0xffff, 0x8000, 0x7fff, 0xff00},
	I32: {0, 1, 0xffffffff, 1 << 31, 1<<31 - 1, 0x8000}, U32: {0, 1, 0xffffffff, 1 << 31, 1<<31 - 1},
	I64: {0, 1, 1<<64 - 1, 1 << 63, 1<<63 - 1, 1 << 31}, U64: {0, 1, 1<<64 - 1, 1 << 63, 1<<63 - 1, 1 << 32},
	I128: {0, 1, 1<<64 - 1, 1 << 63, 1<<63 - 1},
	// zeros, ones, infinities, quiet and signalling NaNs with a payload,
	// smallest and largest denormal, smallest normal, largest
	F32: {0, 1 << 31, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc12345, 0xffd54321, 0x7f812345, 0xff854321,
		1, 0x807fffff, 0x00800000, 0x7f7fffff},
	F64: {0, 1 << 63, 0x3ff0000000000000, 0xbff0000000000000, 0x7ff0000000000000, 0xfff0000000000000,
		0x7ff8123456789abc, 0xfffc987654321012, 0x7ff0123456789abc, 0xfff4987654321012,
		1, 0x800fffffffffffff, 0x0010000000000000, 0x7fefffffffffffff},
}

// Value is a random value of a kind, as bits; of I128 it is one half.
func Value(rng *rand.Rand, k Kind) uint64 {
	if list := boundaries[k]; len(list) > 0 && (k == Bool || rng.IntN(2) == 0) {
		return list[rng.IntN(len(list))]
	}
	switch k {
	case Len:
		return rng.Uint64N(17)
	case Cap:
		return 16 + rng.Uint64N(17)
	}
	return rng.Uint64()
}

// arena is memory that pointers point at.
type arena [8192]byte

var global arena

func init() { fillArena(&global, rand.New(rand.NewPCG(1, 2))) }

func fillArena(a *arena, rng *rand.Rand) {
	for i := range a {
		a[i] = byte(rng.Uint32())
	}
}

// pointer is null, or points somewhere in the middle of an arena.
func pointer(rng *rand.Rand, heap *arena) unsafe.Pointer {
	at := 2048 + 16*rng.IntN(256)
	switch rng.IntN(5) {
	case 0:
		return nil
	case 1, 2:
		return unsafe.Pointer(&global[at])
	}
	return unsafe.Pointer(&heap[at])
}

// fill gives the leaves of the arguments their values.
func fill(rng *rand.Rand, args unsafe.Pointer, leaves []Leaf, heap *arena) {
	for _, l := range leaves {
		p := unsafe.Add(args, l.Off)
		if l.Kind == Ptr {
			*(*unsafe.Pointer)(p) = pointer(rng, heap)
			continue
		}
		var b [16]byte
		binary.LittleEndian.PutUint64(b[:], Value(rng, l.Kind))
		if l.Kind == I128 {
			binary.LittleEndian.PutUint64(b[8:], Value(rng, l.Kind))
		}
		copy(unsafe.Slice((*byte)(p), l.Kind.Size()), b[:])
	}
}

// bits reads a leaf: its bytes, and as a number its first eight.
func bits(base unsafe.Pointer, off uintptr, k Kind) ([]byte, uint64) {
	var b [16]byte
	n := copy(b[:], unsafe.Slice((*byte)(unsafe.Add(base, off)), k.Size()))
	return b[:n:n], binary.LittleEndian.Uint64(b[:])
}

// widen extends the low bytes of x as C does.
func widen(x uint64, k Kind, e Ext) uint64 {
	shift := 64 - 8*k.Size()
	if e == Sign {
		return uint64(int64(x<<shift) >> shift)
	}
	return x << shift >> shift
}

// wantLog appends what C should log for a leaf.
func wantLog(log []byte, args unsafe.Pointer, l Leaf) []byte {
	raw, x := bits(args, l.Off, l.Kind)
	log = append(log, raw...)
	switch {
	case l.Ext != None:
		return binary.LittleEndian.AppendUint64(log, widen(x, l.Kind, l.Ext))
	case l.Kind == Ptr:
		var behind uint64
		if p := *(*unsafe.Pointer)(unsafe.Add(args, l.Off)); p != nil {
			behind = uint64(*(*byte)(p))
		}
		return binary.LittleEndian.AppendUint64(log, behind)
	}
	return log
}

// wantResult is what a leaf of the result should be.
func wantResult(args unsafe.Pointer, leaves []Leaf, r Result) []byte {
	if r.Kind == I128 && r.Mode == Copy {
		raw, _ := bits(args, leaves[r.Src].Off, I128)
		return raw
	}
	x := r.K
	if r.Mode != Const {
		src := leaves[r.Src]
		_, x = bits(args, src.Off, src.Kind)
		switch r.Mode {
		case Add:
			x = widen(x, src.Kind, src.Ext) + r.K
		case Negate:
			x ^= 1 << (8*r.Kind.Size() - 1)
		case Not:
			x ^= 1
		case Move:
			if x != 0 {
				x += r.K
			}
		}
	}
	b := binary.LittleEndian.AppendUint64(nil, x)
	b = binary.LittleEndian.AppendUint64(b, r.K2)
	return b[:r.Kind.Size()]
}
