package links

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestArm64ModuleCarrier: the same link modes for arm64, run under qemu-user.
func TestArm64ModuleCarrier(t *testing.T) {
	t.Parallel()
	const cc, qemu = "aarch64-linux-gnu-gcc", "qemu-aarch64"
	for _, tool := range []string{cc, qemu} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed (apt install gcc-aarch64-linux-gnu qemu-user)", tool)
		}
	}
	harness.EachGo(t, func(t *testing.T, env []string) {
		dir := kernelModule(t, nil)
		harness.MustNearcall(t, dir, nil, append([]string{"build", "-arch", "amd64,arm64"}, kernels...)...)
		env = append([]string{"GOARCH=arm64", "CC=" + cc}, env...)
		harness.Must(t, dir, env, "go", append([]string{"vet"}, dotSlash(kernels)...)...)
		for _, m := range modes {
			pkg := "./prog"
			if m.cgo {
				pkg = "./progcgo"
			}
			t.Run(m.String(), func(t *testing.T) {
				out := filepath.Join(t.TempDir(), "prog")
				env := append(m.env(), env...)
				r := harness.Run(t, dir, env, "go", m.args(out, pkg)...)
				skipUnlinkable(t, m, r)
				r.Want(t, 0, "go", m.args(out, pkg)...)
				line := []string{"-L", "/usr/aarch64-linux-gnu", out}
				r = harness.Run(t, "", nil, qemu, line...)
				if m.race && strings.Contains(r.Stderr, "ThreadSanitizer: ") {
					t.Skipf("the race detector does not run under %s: %s", qemu, strings.TrimSpace(r.Stderr))
				}
				runProgram(t, qemu, line...)
				checkStatic(t, out, m)
			})
		}
	})
}
