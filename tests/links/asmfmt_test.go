package links

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// asmfmtPackages are the kernels, and packages with further forms: fused bodies,
// entries by registers, calls aligned by a branch, C with a frame of Go's.
var asmfmtPackages = append([]string{"bench/calls/ways/near", "depth/p", "depth/v3"}, kernels...)

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
	dir := t.TempDir()
	harness.CopyTree(t, dir, append([]string{"go.mod", "csrc", "bench/calls/csrc", "bench/calls/form", "bench/calls/ways/near"}, kernels...)...)
	harness.Check(t, os.CopyFS(filepath.Join(dir, "depth"), os.DirFS("../forms/testdata/depth")))
	harness.MustNearcall(t, dir, nil, append([]string{"build"}, asmfmtPackages...)...)
	harness.Write(t, dir, "bad.s", "TEXT ·f(SB), 0, $0\nMOVQ AX, BX\nRET\n")
	if harness.Must(t, dir, nil, filepath.Join(bin, "asmfmt"), "-d", "bad.s") == "" {
		t.Error("asmfmt -d says nothing of a file without any layout")
	}
	for _, pkg := range asmfmtPackages {
		file := filepath.Join(pkg, "nearcall_amd64.s")
		diff := harness.Must(t, dir, nil, filepath.Join(bin, "asmfmt"), "-d", file)
		if diff != "" {
			lines := strings.SplitAfter(diff, "\n")
			t.Errorf("asmfmt would change %s in %d lines of diff:\n%s", file, len(lines), strings.Join(lines[:min(80, len(lines))], ""))
		}
	}
}
