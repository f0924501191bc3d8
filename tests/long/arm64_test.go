package long

import (
	"os"
	"os/exec"
	"regexp"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestArm64: chunk and yield there, run by qemu. Blocking is for amd64.
func TestArm64(t *testing.T) {
	t.Parallel()
	qemu, err := exec.LookPath("qemu-aarch64")
	if err != nil {
		t.Skip("qemu-aarch64 (of qemu-user) is not installed: arm64 is not tested")
	}
	dir := t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS("testdata/m")))
	// what blocks is called plainly
	edit(t, dir, "p/p.go", "//nearcall:blocking\n", "", "//go:build amd64\n", "")
	// under qemu a step takes a tenth of what it does elsewhere
	text := harness.Read(t, dir, "p/p_test.go")
	text = regexp.MustCompile(`300_000_000`).ReplaceAllString(text, "60_000_000")
	text = regexp.MustCompile(`i < 20;`).ReplaceAllString(text, "i < 2;")
	text = regexp.MustCompile(`3_000_000_000`).ReplaceAllString(text, "300_000_000")
	harness.Write(t, dir, "p/p_test.go", text)
	harness.MustNearcall(t, dir, nil, "build", "-arch", "arm64", "./p")
	env := []string{"GOARCH=arm64", "CGO_ENABLED=0"}
	harness.Must(t, dir, env, "go", "vet", "./p")
	harness.Must(t, dir, env, "go", "test", "-c", "-o", "p.test", "./p")
	t.Log(harness.Must(t, dir, nil, qemu, "./p.test", "-test.v", "-test.run", "TestChunk|TestYield"))
}
