package p

import (
	"bytes"
	"crypto/mlkem"
	"testing"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "crypto/mlkem", 1500, func(r check.Rand) string {
		seed, coins := [64]byte(r.Bytes(64)), [32]byte(r.Bytes(32))
		key, err := mlkem.NewDecapsulationKey768(seed[:])
		if err != nil {
			return err.Error()
		}
		var pk [1184]byte
		var sk [2400]byte
		if KeyPair(&pk[0], &sk[0], &seed[0]) != 0 || !bytes.Equal(pk[:], key.EncapsulationKey().Bytes()) {
			return "another key"
		}
		var ct [1088]byte
		var got [32]byte
		Encapsulate(&ct[0], &got[0], &pk[0], &coins[0])
		if want, err := key.Decapsulate(ct[:]); err != nil || !bytes.Equal(got[:], want) {
			return "Go opens another secret"
		}
		want, sealed := key.EncapsulationKey().Encapsulate()
		ct = [1088]byte(sealed)
		if r.IntN(2) == 0 {
			ct[r.IntN(len(ct))] ^= 1
			want, _ = key.Decapsulate(ct[:])
		}
		Decapsulate(&got[0], &ct[0], &sk[0])
		if !bytes.Equal(got[:], want) {
			return "it opens another secret"
		}
		return ""
	})
}
