package p

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"io"
	"testing"
	"unsafe"

	"foreign/check"
)

func Test(t *testing.T) {
	var state [2048]uint64
	check.Against(t, "compress/flate", 3000, func(r check.Rand) string {
		in := r.Bytes(1 + r.Size(50_000))
		var packed bytes.Buffer
		w, _ := flate.NewWriter(&packed, r.IntN(11)-1)
		w.Write(in)
		w.Close()
		b := packed.Bytes()
		for range r.IntN(2) {
			b[r.IntN(len(b))] ^= byte(1 << r.IntN(8))
		}
		want, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), int64(len(in)+1)))
		state[0] = 0
		out := make([]byte, len(in))
		n, m := uint64(len(b)), uint64(len(out))
		status := Inflate(unsafe.Pointer(&state), &b[0], &n, &out[0], &out[0], &m, 4)
		if !bytes.HasPrefix(out[:m], want) && !bytes.HasPrefix(want, out[:m]) {
			return fmt.Sprintf("%d bytes: others", len(in))
		}
		if err == nil && len(want) == len(in) && (status < 0 || int(m) != len(in)) {
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
