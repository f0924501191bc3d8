package p

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"
)

func ptr(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }

func TestSHA256(t *testing.T) {
	var state [64]uint64
	ctx := unsafe.Pointer(&state)
	check.Against(t, "crypto/sha256", 5000, func(r check.Rand) string {
		b := r.Bytes(1 + r.Size(2000))
		at := r.IntN(len(b))
		var got [32]byte
		SHA256Init(ctx)
		SHA256Update(ctx, ptr(b[:at]), at)
		SHA256Update(ctx, ptr(b[at:]), len(b)-at)
		if SHA256Out(ctx, unsafe.Pointer(&got)); got != sha256.Sum256(b) {
			return fmt.Sprintf("%d bytes: another hash", len(b))
		}
		return ""
	})
}

func TestCTR(t *testing.T) {
	var state [64]uint64
	ctx := unsafe.Pointer(&state)
	check.Against(t, "crypto/aes", 3000, func(r check.Rand) string {
		b, key, iv, counter := r.Bytes(1+r.Size(1000)), r.Bytes(16+8*r.IntN(3)), r.Bytes(12), r.Uint32N(1<<30)
		want := bytes.Clone(b)
		block, _ := aes.NewCipher(key)
		cipher.NewCTR(block, binary.BigEndian.AppendUint32(bytes.Clone(iv), counter)).XORKeyStream(want, want)
		CTRInit(ctx, ptr(key), len(key))
		if CTRRun(ctx, ptr(iv), counter, ptr(b), len(b)); !bytes.Equal(b, want) {
			return fmt.Sprintf("%d bytes: another stream", len(b))
		}
		return ""
	})
}

// mul is the product in GCM's field, bit by bit.
func mul(x, y [16]byte) (z [16]byte) {
	for i := range 128 {
		if x[i/8]>>(7-i%8)&1 == 1 {
			for j := range z {
				z[j] ^= y[j]
			}
		}
		carry := y[15] & 1
		for j := 15; j > 0; j-- {
			y[j] = y[j]>>1 | y[j-1]<<7
		}
		y[0] = y[0]>>1 ^ carry*0xe1
	}
	return z
}

func TestGHASH(t *testing.T) {
	check.Against(t, "the same in Go", 2000, func(r check.Rand) string {
		y, h, b := [16]byte(r.Bytes(16)), [16]byte(r.Bytes(16)), r.Bytes(r.Size(100))
		want := y
		for rest := b; len(rest) > 0; rest = rest[min(16, len(rest)):] {
			var block [16]byte
			copy(block[:], rest)
			for i := range want {
				want[i] ^= block[i]
			}
			want = mul(want, h)
		}
		if GHASH(unsafe.Pointer(&y), unsafe.Pointer(&h), ptr(b), len(b)); y != want {
			return fmt.Sprintf("%d bytes: another hash", len(b))
		}
		return ""
	})
}
