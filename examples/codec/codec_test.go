package codec

import (
	"encoding/binary"
	"errors"
	"math/rand"
	"slices"
	"testing"
)

func TestDecode(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for n := range 200 {
		want, src := []uint64{}, []byte{}
		for range n {
			x := r.Uint64() >> r.Intn(64)
			want = append(want, x)
			src = binary.AppendUvarint(src, x)
		}
		got, err := Decode([]uint64{}, src)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%d: %v, %v, want %v", n, got, err, want)
		}
	}
	for _, bad := range []string{"\x80", "\x01\xff", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00"} {
		if got, err := Decode(nil, []byte(bad)); !errors.Is(err, ErrVarint) {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}
