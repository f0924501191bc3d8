//go:build !linux

package blake3

import "testing"

// An edge is memory.
type edge struct{ all []byte }

// newEdge returns room for so many bytes.
func newEdge(_ testing.TB, most int) edge { return edge{make([]byte, most)} }
