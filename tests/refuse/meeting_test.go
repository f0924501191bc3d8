package refuse

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestRoom: C's state in memory that Go does not look into.
func TestRoom(t *testing.T) {
	t.Parallel()
	const ctx = "struct ctx { double h[4]; void *next; uint8_t buf[20]; }; "
	const init = "void f(struct ctx *c) { *c = (struct ctx){ .buf = {1} }; }"
	for _, c := range []struct{ name, decl, c, want, hint string }{
		{"as large", "type Ctx [64]byte\n\n//nearcall:func f\nfunc F(c *Ctx)", ctx + init, "", ""},
		{"larger", "func F(c *[100]byte)", ctx + init, "", ""},
		{"blank", "type Ctx struct{ _ [8]uint64 }\n\n//nearcall:func f\nfunc F(c *Ctx)", ctx + init, "", ""},
		{"blank, larger", "type Ctx struct {\n\t_ [0]uint64\n\t_ [70]byte\n}\n\n//nearcall:func f\nfunc F(c *Ctx)", ctx + init, "", ""},
		{"in a field", "type Ctx struct {\n\tn int64\n\tp *[64]byte\n}\n\n//nearcall:func f\nfunc F(c *Ctx)",
			ctx + "struct has { int64_t n; struct ctx *p; }; void f(struct has *c) { c->n = c->p->buf[0]; }", "", ""},
		{"union", "func F(c *[16]byte)", "union u { double d; char c[16]; }; void f(union u *c) { c->d = 1; }", "", ""},
		{"incomplete", "func F(c *[16]byte) int32", "struct far; int f(struct far *c) { return *(int *)c; }", "", ""},
		{"any, by unsafe.Pointer", "func F(c unsafe.Pointer)", ctx + init, "", ""},
		{"slice of states", "func F(c [][64]byte)", ctx + "void f(struct ctx *c, size_t n) { while (n--) c[n].buf[0] = 1; }", "", ""},

		{"smaller", "func F(c *[63]byte)", ctx + init, "[63]byte in Go has room for 63 bytes, struct ctx in C has 64", "type T struct{ _ [8]uint64 }"},
		{"blank, smaller", "func F(c *struct{ _ [7]uint64 })", ctx + init, "has room for 56 bytes", "unsafe.Pointer"},
		{"union, smaller", "func F(c *[15]byte)", "union u { double d; char c[16]; }; void f(union u *c) { c->d = 1; }",
			"[15]byte in Go has room for 15 bytes, union u in C has 16", ""},
		{"aligned to 16", "func F(c *[64]byte)", "struct ctx { _Alignas(16) char b[64]; }; void f(struct ctx *c) { c->b[0] = 1; }",
			"struct ctx in C is aligned to 16 bytes, and Go aligns [64]byte to no more than 8", "unsafe.Pointer"},
		{"with a vector", "func F(c *[64]byte)", "typedef int v __attribute__((vector_size(32))); struct ctx { v x; }; void f(struct ctx *c) { c->x[0] = 1; }",
			"is aligned to 32 bytes", ""},
		{"other numbers", "func F(c *[4]uint64)", "struct ctx { double h[4]; }; void f(struct ctx *c) { c->h[0] = 1; }", "it points to [4]uint64 in Go", "unsafe.Pointer"},
		{"one byte", "func F(c *byte)", ctx + init, "it points to byte in Go", "unsafe.Pointer"},
		{"no struct", "func F(c *[8]byte)", "void f(double *c) { *c = 1; }", "it points to [8]byte in Go and to double in C", "unsafe.Pointer"},
		{"slice of states, too far apart", "func F(c [][65]byte)", ctx + "void f(struct ctx *c, size_t n) { while (n--) c[n].buf[0] = 1; }",
			"its length counts elements of 65 bytes in Go, in C those of 64", ""},
	} {
		t.Run(c.name, func(t *testing.T) { meets(t, c.decl, c.c, c.want, c.hint) })
	}
}

// meets builds a package of one function, or wants it refused.
func meets(t *testing.T, decl, c, want, hint string) {
	t.Parallel()
	text := oneStub(decl, c, want)
	dir := harness.Module(t, text)
	if want == "" {
		harness.MustNearcall(t, dir, nil, "build", ".")
		harness.Must(t, dir, nil, "go", "vet", ".")
		return
	}
	r := refuseOnce(t, dir, harness.Wants(text), nil, "build", ".")
	if d := harness.ParseDiags(r.Stderr); len(d) != 1 || !strings.Contains(d[0].Hint, hint) {
		t.Errorf("no %q in the hint of %s", hint, r.Stderr)
	}
}

// TestSliceCounts: the length of a slice counts what C counts.
func TestSliceCounts(t *testing.T) {
	t.Parallel()
	const bytes = "unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), "
	for _, c := range []struct{ name, decl, c, want, hint string }{
		{"bytes for void", "func F(xs []byte)", "void f(void *p, size_t n) {}", "", ""},
		{"bools for void", "func F(xs []bool)", "void f(void *p, size_t n) {}", "", ""},
		{"string for void", "func F(xs string)", "void f(const void *p, size_t n) {}", "", ""},
		{"arrays by their elements' type", "func F(xs [][4]uint32)", "void f(uint32_t (*p)[4], size_t n) {}", "", ""},
		{"a header", "func F(xs []uint64)", "void f(go_slice xs) {}", "", ""},

		{"words for void", "func F(xs []uint64)", "void f(void *p, size_t n) {}", "elements of 8 bytes in Go, in C bytes", bytes + "8*len(s))"},
		{"with a capacity", "func F(xs []uint16)", "void f(const void *p, size_t n, size_t cap) {}", "elements of 2 bytes in Go, in C bytes", bytes + "2*len(s))"},
		{"structs for void", "func F(xs []struct{ a, b int32 })", "void f(void *p, size_t n) {}", "elements of 8 bytes in Go, in C bytes", bytes},
		{"arrays for bytes", "func F(xs [][4]byte)", "void f(uint8_t *p, size_t n) {}", "elements of 4 bytes in Go, in C those of 1", bytes + "4*len(s))"},
		{"words for bytes", "func F(xs []uint64)", "void f(const uint8_t *p, size_t n) {}", "it points to uint64 in Go and to const uint8_t in C", bytes + "8*len(s))"},
		{"floats for chars", "func F(xs []float32)", "void f(const char *p, size_t n) {}", "it points to float32 in Go and to const char in C", bytes + "4*len(s))"},
		{"elements for arrays", "func F(xs []uint32)", "void f(uint32_t (*p)[4], size_t n) {}", "elements of 4 bytes in Go, in C those of 16", ""},
		{"empty structs", "func F(xs []struct{})", "void f(void *p, size_t n) {}", "elements of 0 bytes in Go, in C bytes", ""},
	} {
		t.Run(c.name, func(t *testing.T) { meets(t, c.decl, c.c, c.want, c.hint) })
	}
}
