package p

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"testing"
	"unsafe"

	"foreign/check"
	"foreign/native"
)

func Test(t *testing.T) {
	var state [2048]uint64
	check.Against(t, "native C and compress/flate", 3000, func(r check.Rand) string {
		in := r.Bytes(1 + r.Size(50_000))
		var packed bytes.Buffer
		w, _ := flate.NewWriter(&packed, r.IntN(11)-1)
		w.Write(in)
		w.Close()
		b := packed.Bytes()
		damaged := r.IntN(2) == 0
		if damaged {
			b[r.IntN(len(b))] ^= byte(1 << r.IntN(8))
		}
		state[0] = 0
		// of what is damaged it writes a few bytes more than there is room for
		got, want := make([]byte, len(in)+1000), make([]byte, len(in)+1000)
		n, m := uint64(len(b)), uint64(len(in))
		status := int(Inflate(unsafe.Pointer(&state), &b[0], &n, &got[0], &got[0], &m, 4))
		used, made, wantStatus := native.Inflate(b, want, len(in))
		if int(n) != used || int(m) != made || status != wantStatus || !bytes.Equal(got, want) {
			return fmt.Sprint(n, m, status, ", natively ", used, made, wantStatus)
		}
		if !damaged && (status != 0 || !bytes.Equal(got[:m], in)) {
			return fmt.Sprintf("%d bytes: status %d", len(in), status)
		}
		return ""
	})
}

func TestSums(t *testing.T) {
	check.Against(t, "hash/adler32, hash/crc32", 20000, func(r check.Rand) string {
		b := r.Bytes(1 + r.Size(3000))
		if got := uint32(Adler32(1, b)); got != adler32.Checksum(b) {
			return "another adler32"
		}
		if got := uint32(CRC32(0, b)); got != crc32.ChecksumIEEE(b) {
			return "another crc32"
		}
		return ""
	})
}
