package p

import (
	"bytes"
	"encoding/hex"
	"testing"

	"foreign/check"
	"foreign/native"
)

// The vector of the paper: key 00 01 ... 0f, message 00 01 ... 0e.
func TestPaper(t *testing.T) {
	key := make([]byte, 16)
	for i := range key {
		key[i] = byte(i)
	}
	var out [8]byte
	SipHash(&out[0], key[:15], &key[0])
	if got := hex.EncodeToString(out[:]); got != "e545be4961ca29a1" {
		t.Error(got)
	}
}

func Test(t *testing.T) {
	check.Against(t, "native C", 20000, func(r check.Rand) string {
		in, key := r.Bytes(r.Size(2000)), r.Bytes(16)
		got, want := make([]byte, 8), make([]byte, 8)
		SipHash(&got[0], in, &key[0])
		if native.SipHash(want, in, key); !bytes.Equal(got, want) {
			return "another hash"
		}
		return ""
	})
}
