package p

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"

	"golang.org/x/crypto/chacha20poly1305"
)

func ptr(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }

func Test(t *testing.T) {
	check.Against(t, "golang.org/x/crypto/chacha20poly1305", 5000, func(r check.Rand) string {
		b, aad, key, iv, tag := r.Bytes(r.Size(1000)), r.Bytes(r.Size(100)), r.Bytes(32), r.Bytes(12), make([]byte, 16)
		aead, err := chacha20poly1305.New(key)
		if err != nil {
			return err.Error()
		}
		want := aead.Seal(nil, iv, b, aad)
		got := bytes.Clone(b)
		Seal(ptr(key), ptr(iv), ptr(got), len(got), ptr(aad), len(aad), ptr(tag), 1)
		if !bytes.Equal(append(got, tag...), want) {
			return fmt.Sprintf("%d bytes: another message", len(b))
		}
		Seal(ptr(key), ptr(iv), ptr(got), len(b), ptr(aad), len(aad), ptr(tag), 0)
		if !bytes.Equal(got[:len(b)], b) || !bytes.Equal(tag, want[len(b):]) {
			return fmt.Sprintf("%d bytes: it does not come back", len(b))
		}
		return ""
	})
}
