package p

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/sha512"
	"testing"

	"foreign/check"
)

func TestSHA512(t *testing.T) {
	check.Against(t, "crypto/sha512", 3000, func(r check.Rand) string {
		msg := r.Bytes(r.Size(3000))
		var got [64]byte
		if SHA512(&got, msg); got != sha512.Sum512(msg) {
			return "another hash"
		}
		return ""
	})
}

func TestSign(t *testing.T) {
	check.Against(t, "crypto/ed25519", 1000, func(r check.Rand) string {
		msg, seed := r.Bytes(r.Size(500)), [32]byte(r.Bytes(32))
		key := ed25519.NewKeyFromSeed(seed[:])
		want := [64]byte(ed25519.Sign(key, msg))
		var secret, got [64]byte
		var public [32]byte
		KeyPair(&secret, &public, &seed)
		if Sign(&got, &secret, msg); got != want || !bytes.Equal(public[:], key.Public().(ed25519.PublicKey)) {
			return "another signature"
		}
		got[r.IntN(64)] ^= byte(r.IntN(2))
		if ok := Check(&got, &public, msg) == 0; ok != ed25519.Verify(public[:], msg, got[:]) {
			return "the verdicts differ"
		}
		return ""
	})
}

func TestX25519(t *testing.T) {
	check.Against(t, "crypto/ecdh", 1000, func(r check.Rand) string {
		a, b := [32]byte(r.Bytes(32)), [32]byte(r.Bytes(32))
		secret, _ := ecdh.X25519().NewPrivateKey(a[:])
		other, _ := ecdh.X25519().NewPrivateKey(b[:])
		public := [32]byte(other.PublicKey().Bytes())
		want, err := secret.ECDH(other.PublicKey())
		if err != nil {
			return err.Error()
		}
		var got [32]byte
		if X25519(&got, &a, &public); !bytes.Equal(got[:], want) {
			return "another secret"
		}
		return ""
	})
}

func TestLock(t *testing.T) {
	check.Against(t, "itself, unlocking", 2000, func(r check.Rand) string {
		plain, ad, key, nonce := r.Bytes(1+r.Size(1000)), r.Bytes(1+r.Size(40)), r.Bytes(32), r.Bytes(24)
		cipher, back, mac := make([]byte, len(plain)), make([]byte, len(plain)), make([]byte, 16)
		Lock(&cipher[0], &mac[0], &key[0], &nonce[0], &ad[0], len(ad), plain)
		bad := r.IntN(2) == 0
		if bad {
			mac[r.IntN(16)] ^= 1
		}
		status := Unlock(&back[0], &mac[0], &key[0], &nonce[0], &ad[0], len(ad), cipher)
		if (status != 0) != bad || !bad && !bytes.Equal(back, plain) {
			return "it does not come back"
		}
		return ""
	})
}
