package forms

import (
	"strings"
	"testing"
)

// TestTails: what jumps to another function on some of its paths gives what Go gives, fused or not.
func TestTails(t *testing.T) { eachBody(t, "tails") }

// TestTailsAreFused: optimizing compilers make jumps of those calls, and then nothing but these is called.
func TestTailsAreFused(t *testing.T) {
	t.Parallel()
	for name, how := range compilations() {
		if !strings.HasPrefix(how.flags, "-O2") && how.flags != "-O3" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forms := formsOf(t, bodiesModule(t, "tails", []string{name}), []string{"CC=" + how.cc}, name)
			for _, f := range []string{"Short", "Either", "Narrow", "Six", "Sized", "Aligned", "Always", "Stored", "Chain"} {
				if strings.Contains(forms[f], "not fused") {
					t.Errorf("%s: %s", f, forms[f])
				}
			}
			if !strings.HasSuffix(forms["Nine"], "not fused: it calls") {
				t.Errorf("Nine passes arguments in memory on: %s", forms["Nine"])
			}
		})
	}
}

// TestWrongTailsAreFound: the program sees a stack that is not aligned, and another function.
func TestWrongTailsAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ old, new, want string }{
		{"WORD $0x0775", "WORD $0x9090", "SIG"}, // JNE: a nop
		{"CALL ·other<>", "CALL ·far<>", "Either: got"},
	} {
		t.Run(tt.old, func(t *testing.T) {
			t.Parallel()
			prog := bodiesProgram(t, carriers[0], "tails", few[:1], func(t *testing.T, path string) { replace(t, path, tt.old, tt.new) })
			if r := runBodies(t, prog); r.Status == 0 || !strings.Contains(r.Stdout+r.Stderr, tt.want) {
				t.Errorf("status %d, no %q in\n%s%s", r.Status, tt.want, r.Stdout, r.Stderr)
			}
		})
	}
}
