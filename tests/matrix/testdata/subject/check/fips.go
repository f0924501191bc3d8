//go:build fips

package check

import (
	"crypto/fips140"
	"crypto/sha256"
	"encoding/hex"
)

// extra has the validated module of the standard library check itself, and uses it.
func extra() []string {
	if !fips140.Enabled() {
		return []string{"FIPS 140 mode is off"}
	}
	sum := sha256.Sum256([]byte("abc"))
	if hex.EncodeToString(sum[:4]) != "ba7816bf" {
		return []string{"SHA-256 is wrong"}
	}
	return nil
}
