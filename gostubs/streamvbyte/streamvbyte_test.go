package streamvbyte

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"unsafe"
)

// The reference, after section 3 of the paper.

func refEncode(numbers []uint32) []byte {
	control, data := make([]byte, (len(numbers)+3)/4), []byte(nil)
	for i, x := range numbers {
		n := 1
		for n < 4 && x>>(8*n) > 0 {
			n++
		}
		control[i/4] |= byte(n-1) << (2 * (i % 4))
		var b [4]byte
		binary.LittleEndian.PutUint32(b[:], x)
		data = append(data, b[:n]...)
	}
	return append(control, data...)
}

// refDecode gives n numbers and how many bytes they took, or nothing.
func refDecode(p []byte, n int) ([]uint32, int) {
	at := (n + 3) / 4
	if at > len(p) {
		return nil, -1
	}
	numbers := make([]uint32, n)
	for i := range numbers {
		for k := 0; k <= int(p[i/4]>>(2*(i%4))&3); k++ {
			if at == len(p) {
				return nil, -1
			}
			numbers[i] |= uint32(p[at]) << (8 * k)
			at++
		}
	}
	return numbers, at
}

func differences(numbers []uint32, before uint32) []uint32 {
	out := slices.Clone(numbers)
	for i := range out {
		out[i] -= before
		before = numbers[i]
	}
	return out
}

func sums(numbers []uint32, before uint32) []uint32 {
	out := slices.Clone(numbers)
	for i := range out {
		before += out[i]
		out[i] = before
	}
	return out
}

const guard = 0xa5

// bytes returns the last n bytes before the edge.
func (e edge) bytes(n int) []byte { return e.all[len(e.all)-n:] }

// numbers returns the last n numbers before the edge.
func (e edge) numbers(n int) []uint32 {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(e.bytes(4*n)))), n)
}

// most numbers fit into edges.
const most = 25000

type edges struct{ in, out, room, kept, keptDelta edge }

func newEdges(t testing.TB) *edges {
	bytes := MaxLen(most) + 3
	return &edges{newEdge(t, bytes), newEdge(t, bytes), newEdge(t, bytes), newEdge(t, bytes), newEdge(t, bytes)}
}

// check encodes and decodes, with all that is read or written as near as can be to what must not be touched.
func (e *edges) check(t *testing.T, what string, numbers []uint32, before uint32) {
	t.Helper()
	plain, delta := refEncode(numbers), refEncode(differences(numbers, before))
	in, out, room := e.in.numbers(len(numbers)), e.out.numbers(len(numbers)), e.room.bytes(MaxLen(len(numbers))+3)
	copy(in, numbers)
	kept, keptDelta := e.kept.bytes(len(plain)), e.keptDelta.bytes(len(delta))
	copy(kept, plain)
	copy(keptDelta, delta)
	what = fmt.Sprintf("%s: %d numbers", what, len(numbers))
	for i := range room {
		room[i] = guard
	}
	if got := Append(room[:3], in); !bytes.Equal(got[3:], plain) || &got[0] != &room[0] || !bytes.Equal(got[:3], []byte{guard, guard, guard}) {
		t.Fatalf("%s: Append gives\n%x, want\n%x", what, got[3:], plain)
	}
	if got := AppendDelta(room[:3], in, before); !bytes.Equal(got[3:], delta) {
		t.Fatalf("%s: AppendDelta gives\n%x, want\n%x", what, got[3:], delta)
	}
	if n, err := Decode(out, kept); n != len(plain) || err != nil || !slices.Equal(out, numbers) {
		t.Fatalf("%s: Decode: %d of %d bytes, %v\n%x, want\n%x", what, n, len(plain), err, out, numbers)
	}
	if n, err := DecodeDelta(out, keptDelta, before); n != len(delta) || err != nil || !slices.Equal(out, numbers) {
		t.Fatalf("%s: DecodeDelta: %d of %d bytes, %v\n%x, want\n%x", what, n, len(delta), err, out, numbers)
	}
}

// checkHostile decodes what may be anything.
func (e *edges) checkHostile(t *testing.T, what string, p []byte, n int) {
	t.Helper()
	in, out := e.in.bytes(len(p)), e.out.numbers(n)
	copy(in, p)
	want, size := refDecode(p, n)
	for _, delta := range []bool{false, true} {
		for i := range out {
			out[i] = 0xdeadbeef
		}
		got, err := Decode(out, in)
		expected := want
		if delta {
			got, err = DecodeDelta(out, in, 77)
			expected = sums(want, 77)
		}
		if size < 0 {
			if got != 0 || !errors.Is(err, ErrShort) {
				t.Fatalf("%s: %d numbers from %x, too few bytes: %d, %v", what, n, p, got, err)
			}
		} else if got != size || err != nil || !slices.Equal(out, expected) {
			t.Fatalf("%s: %d numbers from %x: %d bytes, %v\n%x, want %d\n%x", what, n, p, got, err, out, size, expected)
		}
	}
}

// random gives numbers of all sizes, or of one.
func random(rng *rand.Rand, n int) []uint32 {
	numbers := make([]uint32, n)
	one := rng.Intn(8)
	for i := range numbers {
		shift := 8 * one
		if one >= 4 {
			shift = rng.Intn(32)
		}
		numbers[i] = rng.Uint32() >> shift
	}
	return numbers
}

func TestExample(t *testing.T) {
	// 1, 256, 65536, 2^24: control byte 0b11100100. Then 7.
	numbers := []uint32{1, 1 << 8, 1 << 16, 1 << 24, 7}
	const want = "e400" + "01" + "0001" + "000001" + "00000001" + "07"
	if got := hex.EncodeToString(refEncode(numbers)); got != want {
		t.Errorf("the reference has %s", got)
	}
	eachLevel(t, func(level string) {
		if got := hex.EncodeToString(Append(nil, numbers)); got != want {
			t.Errorf("%s: Append gives %s, want %s", level, got, want)
		}
	})
}

func TestLengths(t *testing.T) {
	seed, e := rand.Int63(), newEdges(t)
	eachLevel(t, func(level string) {
		what, rng := fmt.Sprintf("seed %d: %s", seed, level), rand.New(rand.NewSource(seed))
		for n := range 150 {
			e.check(t, what, random(rng, n), rng.Uint32())
		}
		e.check(t, what, random(rng, 20001), 0)
		e.check(t, what, make([]uint32, 100), 0)
		// All control bytes there are.
		var all []uint32
		for c := range 256 {
			for i := range 4 {
				all = append(all, 0x81828384>>(8*(3-c>>(2*i)&3)))
			}
		}
		e.check(t, what, all, 5)
	})
}

func TestHostile(t *testing.T) {
	seed, e := rand.Int63(), newEdges(t)
	eachLevel(t, func(level string) {
		what, rng := fmt.Sprintf("seed %d: %s", seed, level), rand.New(rand.NewSource(seed))
		for range 3000 {
			p := make([]byte, rng.Intn(200))
			rng.Read(p)
			if rng.Intn(2) == 0 { // many short ones
				for i := range len(p) / 3 {
					p[i] &= byte(rng.Int())
				}
			}
			e.checkHostile(t, what, p, rng.Intn(100))
		}
		for n := range 70 {
			p := refEncode(random(rng, n))
			for size := range len(p) {
				e.checkHostile(t, what, p[:size], n)
			}
		}
		if n, err := Decode(nil, nil); n != 0 || err != nil {
			t.Errorf("%s: nothing from nothing: %d, %v", level, n, err)
		}
		if got := Append(nil, nil); len(got) != 0 {
			t.Errorf("%s: nothing makes %x", level, got)
		}
	})
}

func FuzzStreamVByte(f *testing.F) {
	f.Add([]byte{}, uint16(0), uint32(0))
	f.Add([]byte("\xe4\x00\x01\x00\x01\x00\x00\x01\x00\x00\x00\x01\x07"), uint16(5), uint32(9))
	f.Add(bytes.Repeat([]byte{255}, 90), uint16(20), uint32(1<<31))
	f.Fuzz(func(t *testing.T, p []byte, n uint16, before uint32) {
		e := newEdges(t)
		numbers := make([]uint32, min(len(p)/4, most))
		for i := range numbers {
			numbers[i] = binary.LittleEndian.Uint32(p[4*i:]) >> (before >> (i % 32) % 25)
		}
		eachLevel(t, func(level string) {
			e.checkHostile(t, level, p[:min(len(p), 4*most)], int(n%2000))
			e.check(t, level, numbers, before)
		})
	})
}

func TestNoAllocation(t *testing.T) {
	numbers, room := make([]uint32, 100), make([]byte, 0, MaxLen(100))
	if n := testing.AllocsPerRun(100, func() {
		if _, err := Decode(numbers, Append(room, numbers)); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func Benchmark(b *testing.B) {
	for _, n := range []int{16, 256, 4096, 1 << 18} {
		numbers := random(rand.New(rand.NewSource(13)), n)
		p := Append(nil, numbers)
		b.Run(fmt.Sprint("Append/", n), func(b *testing.B) {
			b.SetBytes(int64(4 * n))
			for range b.N {
				p = Append(p[:0], numbers)
			}
		})
		b.Run(fmt.Sprint("Decode/", n), func(b *testing.B) {
			b.SetBytes(int64(4 * n))
			for range b.N {
				if _, err := Decode(numbers, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleAppendDelta() {
	p := AppendDelta(nil, []uint32{1000, 1003, 1020, 1021}, 0)
	numbers := make([]uint32, 4)
	n, err := DecodeDelta(numbers, p, 0)
	fmt.Println(len(p), n, err, numbers)
	// Output: 6 6 <nil> [1000 1003 1020 1021]
}
