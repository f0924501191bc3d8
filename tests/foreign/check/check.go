// Package check is what the tests of the foreign code bases share. It is copied
// into the module of each.
//
// FOREIGN_SEED in the environment repeats a run.
package check

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// Rand is a source of inputs.
type Rand struct{ *rand.Rand }

// Bytes is n random bytes or, for half of all calls, bytes that repeat, as
// those of texts do.
func (r Rand) Bytes(n int) []byte {
	b := make([]byte, n)
	if r.IntN(2) == 0 {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	words := 1 + r.IntN(8)
	for i := 0; i < n; {
		if i > 8 && r.IntN(3) > 0 {
			from := r.IntN(i)
			i += copy(b[i:min(n, i+1+r.IntN(40))], b[from:i])
			continue
		}
		b[i] = byte('a' + r.IntN(words*3))
		i++
	}
	return b
}

// Size is a length up to limit; short ones are likelier.
func (r Rand) Size(limit int) int {
	if r.IntN(2) == 0 {
		return r.IntN(min(limit, 64) + 1)
	}
	return r.IntN(limit + 1)
}

// Text is up to limit of the bytes in alphabet.
func (r Rand) Text(alphabet string, limit int) string {
	b := make([]byte, r.Size(limit))
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// Against runs compare on n inputs. It fails at the first one for which compare
// does not return "", and says what the results were held against.
func Against(t *testing.T, what string, n int, compare func(r Rand) string) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("FOREIGN_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatalf("FOREIGN_SEED: %v", err)
		}
	}
	r := Rand{rand.New(rand.NewPCG(seed, 0))}
	for i := range n {
		if problem := compare(r); problem != "" {
			t.Fatalf("input %d of seed %d: %s", i, seed, problem)
		}
	}
	t.Logf("held %d inputs against %s, seed %d", n, what, seed)
}
