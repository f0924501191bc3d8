package chacha20poly1305

import (
	"os"
	"syscall"
	"testing"
)

// An edge is memory behind which there is a page that nobody may touch.
type edge struct{ all []byte }

// newEdge returns room for so many bytes.
func newEdge(t testing.TB, most int) edge {
	page := os.Getpagesize()
	size := (most + page - 1) / page * page
	all, err := syscall.Mmap(-1, 0, size+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(all) })
	if err := syscall.Mprotect(all[size:], syscall.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	return edge{all[:size:size]}
}
