//go:build !linux

package chacha20poly1305

import "testing"

// An edge is memory.
type edge struct{ all []byte }

// newEdge returns room for so many bytes.
func newEdge(_ testing.TB, most int) edge { return edge{make([]byte, most)} }
