package main

import (
	"bytes"
	"testing"

	zeebo "github.com/zeebo/blake3"
	lukechampine "lukechampine.com/blake3"

	"github.com/nearcall/nearcall/gostubs/blake3"
)

// TestBLAKE3 compares with both peers on the inputs of the official test vectors.
func TestBLAKE3(t *testing.T) {
	const (
		key     = "whats the Elvish word for friend"
		context = "BLAKE3 2019-12-27 16:29:52 test vectors context"
		out     = 131
	)
	for _, n := range []int{
		0, 1, 2, 3, 4, 5, 6, 7, 8, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2048, 2049, 3072, 3073, 4096, 4097, 5120,
		5121, 6144, 6145, 7168, 7169, 8192, 8193, 16384, 31744, 102400,
	} {
		p := make([]byte, n)
		for i := range p {
			p[i] = byte(i % 251)
		}
		zeeboKeyed, err := zeebo.NewKeyed([]byte(key))
		must(err)
		for _, c := range []struct {
			mode         string
			near         *blake3.Hasher
			zeebo        *zeebo.Hasher
			lukechampine *lukechampine.Hasher
		}{
			{"hash", blake3.New(), zeebo.New(), lukechampine.New(32, nil)},
			{"keyed", blake3.NewKeyed((*[32]byte)([]byte(key))), zeeboKeyed, lukechampine.New(32, []byte(key))},
			{"derived", blake3.NewDeriveKey(context), zeebo.NewDeriveKey(context), nil},
		} {
			got, want := make([]byte, out), make([]byte, out)
			_, _ = c.near.Write(p)
			_, _ = c.near.Output().Read(got)
			_, _ = c.zeebo.Write(p)
			if _, _ = c.zeebo.Digest().Read(want); !bytes.Equal(got, want) {
				t.Errorf("%s of %d bytes: %x, zeebo/blake3 has %x", c.mode, n, got, want)
			}
			if c.lukechampine != nil {
				_, _ = c.lukechampine.Write(p)
				_, _ = c.lukechampine.XOF().Read(want)
			} else {
				lukechampine.DeriveKey(want, context, p)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s of %d bytes: %x, lukechampine has %x", c.mode, n, got, want)
			}
		}
	}
}
