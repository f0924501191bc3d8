//go:build amd64 || arm64

package edwards25519

import (
	"testing"

	"github.com/nearcall/nearcall/gostubs/edwards25519/internal/eddsatest"
)

func Test(t *testing.T) {
	eddsatest.Run(t, eddsatest.Package{
		ScalarBaseMult: ScalarBaseMult,
		ScalarReduce:   ScalarReduce,
		ScalarMulAdd:   ScalarMulAdd,
		NewKeyFromSeed: NewKeyFromSeed,
		Sign:           Sign,
		Verify:         Verify,
	})
}

func BenchmarkScalarBaseMult(b *testing.B) {
	x := [32]byte{1}
	for range b.N {
		ScalarBaseMult(&x, &x)
	}
}

func BenchmarkSign(b *testing.B) {
	key := NewKeyFromSeed(make([]byte, 32))
	for range b.N {
		Sign(key, key)
	}
}
