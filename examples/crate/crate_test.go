package crate

import (
	"bytes"
	"hash/adler32"
	"testing"
)

func TestChecksum(t *testing.T) {
	for n := range 300 {
		b := bytes.Repeat([]byte{0xff, 0x01, byte(n)}, n*17)
		if got, want := Checksum(b), adler32.Checksum(b); got != want {
			t.Errorf("%d bytes: %#x, want %#x", len(b), got, want)
		}
	}
}
