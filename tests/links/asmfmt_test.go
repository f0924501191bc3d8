package links

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestAsmfmt: generated assembly has the layout that asmfmt gives.
func TestAsmfmt(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: asmfmt comes from the module proxy")
	}
	bin := t.TempDir()
	r := harness.Run(t, bin, []string{"GOBIN=" + bin}, "go", "install", "github.com/klauspost/asmfmt/cmd/asmfmt@latest")
	if r.Status != 0 {
		t.Skipf("asmfmt cannot be had: %s", r.Stderr)
	}
	dir := kernelModule(t, nil)
	harness.Write(t, dir, "bad.s", "TEXT ·f(SB), 0, $0\nMOVQ AX, BX\nRET\n")
	if harness.Must(t, dir, nil, filepath.Join(bin, "asmfmt"), "-d", "bad.s") == "" {
		t.Error("asmfmt -d says nothing of a file without any layout")
	}
	for _, kernel := range kernels {
		file := filepath.Join(kernel, "nearcall_amd64.s")
		diff := harness.Must(t, dir, nil, filepath.Join(bin, "asmfmt"), "-d", file)
		if diff != "" {
			lines := strings.SplitAfter(diff, "\n")
			t.Errorf("asmfmt would change %s in %d lines of diff:\n%s", file, len(lines), strings.Join(lines[:min(80, len(lines))], ""))
		}
	}
}
