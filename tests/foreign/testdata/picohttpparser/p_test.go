package p

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"
	"foreign/native"
)

func request(r check.Rand) []byte {
	const name, value = "abcdefXYZ-", "abc 123=;,/\t"
	text := []string{"GET", "POST", "OPTIONS"}[r.IntN(3)] + " /" + r.Text("abc/?=&", 200) + " HTTP/1." + r.Text("01", 1) + "\r\n"
	for range r.IntN(20) {
		text += r.Text(name, 20) + ": " + r.Text(value, 100) + "\r\n"
	}
	b := []byte(text + "\r\n")
	for range r.IntN(3) {
		b[r.IntN(len(b))] = "\r\n :\x00a"[r.IntN(6)]
	}
	return b[:len(b)-r.IntN(2)*r.IntN(len(b))]
}

func TestRequest(t *testing.T) {
	check.Against(t, "native C", 20000, func(r check.Rand) string {
		buf := request(r)
		most, last := 1+r.IntN(64), r.IntN(2)*r.IntN(len(buf))
		wantStatus, wantMinor, want := native.Places(buf, last, most)
		headers := make([]Header, 64)
		var method, methodLen, path, pathLen uint64
		minor, n := int32(-1), uint64(most)
		status := int(ParseRequest(unsafe.String(&buf[0], len(buf)), unsafe.Pointer(&method), &methodLen,
			unsafe.Pointer(&path), &pathLen, &minor, unsafe.Pointer(&headers[0]), &n, uint64(last)))
		if status != wantStatus || minor != wantMinor {
			return fmt.Sprintf("%q: %d, natively %d", buf, status, wantStatus)
		}
		if status < 0 {
			return ""
		}
		base := uint64(uintptr(unsafe.Pointer(&buf[0])))
		got := [5 + 4*64]int{int(method - base), int(methodLen), int(path - base), int(pathLen), int(n)}
		for i, h := range headers[:n] {
			at := h.Name - base
			if h.Name == 0 {
				at = ^uint64(0)
			}
			copy(got[5+4*i:], []int{int(at), int(h.NameLen), int(h.Value - base), int(h.ValueLen)})
		}
		if got != want {
			return fmt.Sprintf("%q: the places differ", buf)
		}
		return ""
	})
}

func TestChunked(t *testing.T) {
	check.Against(t, "native C", 20000, func(r check.Rand) string {
		var b []byte
		for range r.IntN(6) {
			part := r.Bytes(1 + r.IntN(100))
			b = append(fmt.Appendf(b, "%x\r\n", len(part)), append(part, "\r\n"...)...)
		}
		b = append(b, "0\r\n\r\nrest"...)
		for range r.IntN(2) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		got, want := bytes.Clone(b), bytes.Clone(b)
		trailer := r.IntN(2)
		wantStatus, wantN := native.Chunked(want, trailer)
		d, n := Chunked{Trailer: int8(trailer)}, len(got)
		status := DecodeChunked(&d, &got[0], &n)
		if status != wantStatus || n != wantN || !bytes.Equal(got, want) {
			return fmt.Sprintf("%q: %d, natively %d", b, status, wantStatus)
		}
		return ""
	})
}
