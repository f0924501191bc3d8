package fault

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// sample is a stack of a profile, the leaf first.
type sample struct {
	count int64
	stack []line
}

// line is a place in the source, by the profile.
type line struct {
	function, file string
	number         int64
	addr           uint64 // of the code; frames inlined into each other share it
}

func (s *sample) names() (names []string) {
	for _, l := range s.stack {
		names = append(names, l.function)
	}
	return names
}

// message is a message of protocol buffers: its numbers and its byte strings,
// by field.
type message struct {
	numbers map[int][]uint64
	strings map[int][][]byte
}

// decode reads a message of those kinds of fields that profile.proto has.
func decode(t testing.TB, data []byte) message {
	t.Helper()
	m := message{map[int][]uint64{}, map[int][][]byte{}}
	varint := func() uint64 {
		v, n := binary.Uvarint(data)
		if n <= 0 {
			t.Fatal("the profile is cut off")
		}
		data = data[n:]
		return v
	}
	for len(data) > 0 {
		tag := varint()
		field := int(tag >> 3)
		switch v := varint(); tag & 7 {
		case 0:
			m.numbers[field] = append(m.numbers[field], v)
		case 2:
			if v > uint64(len(data)) {
				t.Fatal("the profile is cut off")
			}
			m.strings[field] = append(m.strings[field], data[:v])
			data = data[v:]
		default:
			t.Fatalf("the profile has a field of kind %d", tag&7)
		}
	}
	return m
}

// number is a field that comes once at most.
func (m message) number(field int) uint64 {
	if all := m.numbers[field]; len(all) > 0 {
		return all[0]
	}
	return 0
}

// list is a repeated field of numbers, packed or not.
func (m message) list(field int) []uint64 {
	all := m.numbers[field]
	for _, packed := range m.strings[field] {
		for len(packed) > 0 {
			v, n := binary.Uvarint(packed)
			if n <= 0 {
				break
			}
			all = append(all, v)
			packed = packed[n:]
		}
	}
	return all
}

// readProfile reads a profile of Go's runtime. The fields' numbers are those of
// github.com/google/pprof/proto/profile.proto.
func readProfile(t testing.TB, path string) (all []sample) {
	t.Helper()
	packed, err := os.ReadFile(path)
	harness.Check(t, err)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	harness.Check(t, err)
	data, err := io.ReadAll(r)
	harness.Check(t, err)
	m := decode(t, data)
	text := m.strings[6]
	functions := map[uint64]message{}
	for _, b := range m.strings[5] {
		f := decode(t, b)
		functions[f.number(1)] = f
	}
	locations := map[uint64][]line{}
	for _, b := range m.strings[4] {
		loc := decode(t, b)
		var lines []line
		for _, b := range loc.strings[4] {
			l := decode(t, b)
			f := functions[l.number(1)]
			lines = append(lines, line{string(text[f.number(2)]), string(text[f.number(4)]), int64(l.number(2)), loc.number(3)})
		}
		locations[loc.number(1)] = lines
	}
	for _, b := range m.strings[2] {
		s := decode(t, b)
		one := sample{count: int64(s.list(2)[0])}
		for _, id := range s.list(1) {
			one.stack = append(one.stack, locations[id]...)
		}
		all = append(all, one)
	}
	return all
}
